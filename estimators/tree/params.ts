import * as z from 'zod';

/** How many features a node tries: see `maxFeaturesParam`. */
export type MaxFeatures = 'sqrt' | 'log2' | number | null;

/** The params that shape one tree, with scikit-learn's meanings. */
export interface TreeShape {
  /** Nodes at this depth are leaves; null for no limit. */
  readonly maxDepth: number | null;
  /** A node of fewer samples is a leaf. */
  readonly minSamplesSplit: number;
  /** A split that leaves fewer samples on a side is not considered. */
  readonly minSamplesLeaf: number;
  readonly maxFeatures: MaxFeatures;
}

/** The params that trees of a forest are grown by. */
export interface GrowthParams extends TreeShape {
  /** Whether each tree is grown on samples drawn with replacement, by its own seed; otherwise on all. */
  readonly bootstrap: boolean;
}

/** An integer option from `least` to `most`. */
export function integerParam(option: string, least: number, most = Number.MAX_SAFE_INTEGER, hint = '') {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  const error = ({ input }: { input?: unknown }) =>
    `${option} must be an integer ${range}; got ${JSON.stringify(input)}.${hint}`;
  return z.number({ error }).refine((value) => Number.isInteger(value) && value >= least && value <= most, {
    error,
  });
}

export const maxDepthParam = integerParam('maxDepth', 1, undefined, ' Use null for no limit.')
  .nullable()
  .default(null);

export const minSamplesSplitParam = integerParam('minSamplesSplit', 2).default(2);

export const minSamplesLeafParam = integerParam('minSamplesLeaf', 1).default(1);

/**
 * scikit-learn tells the int 1 from the float 1.0; JSON cannot. Here a number of at least 1 is a count, a
 * number below 1 is a share of the features, and all of them is null.
 */
export const maxFeaturesParam = z.union(
  [
    z.literal('sqrt'),
    z.literal('log2'),
    z.number().refine(isCountOrShare, { error: maxFeaturesMessage }),
    z.null(),
  ],
  { error: maxFeaturesMessage },
);

function isCountOrShare(value: number): boolean {
  return value < 1 ? value > 0 : Number.isInteger(value);
}

function maxFeaturesMessage({ input }: { input?: unknown }): string {
  return `maxFeatures must be 'sqrt', 'log2', a count (an integer of at least 1), a share (above 0, below 1) or null for all features; got ${JSON.stringify(input)}.`;
}

/** Required: scikit-learn's `random_state=None` would draw a seed from the system, and no result could be had again. */
export const randomStateParam = integerParam(
  'randomState',
  0,
  4294967295,
  ' It cannot be left out or null, since randomness comes only from seeds: choose one, such as 42.',
);

/** How many of `features` features a node tries. */
export function featuresToTry(maxFeatures: MaxFeatures, features: number): number {
  if (maxFeatures === null) return features;
  if (maxFeatures === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(features)));
  if (maxFeatures === 'log2') return Math.max(1, 31 - Math.clz32(features));
  if (maxFeatures < 1) return Math.max(1, Math.floor(maxFeatures * features));
  return Math.min(maxFeatures, features);
}
