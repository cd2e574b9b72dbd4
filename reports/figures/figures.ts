import * as z from 'zod';
import { decodeArtifact } from '../../cache/artifact/codec.js';
import type { Hash } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import { SCORINGS } from '../../estimators/model-selection/scoring.js';
import { percent, scoreText, thousands } from '../words/words.js';
import { SEARCHES } from './results.js';

/** How well a model did on the test samples. */
const scoresSchema = z.object({ accuracy: z.number(), correct: z.number(), total: z.number() });

/** What a grid search found: the mean score of each candidate, the best first among equals. */
const gridSchema = z.object({
  bestParams: z.record(z.string(), z.json()),
  bestScore: z.number(),
  scoring: z.enum(SCORINGS).optional(),
  candidates: z.array(z.object({ params: z.record(z.string(), z.json()), mean: z.number() })),
});

export type Figures =
  | ({ readonly kind: 'scores' } & z.infer<typeof scoresSchema>)
  | ({ readonly kind: 'grid' } & z.infer<typeof gridSchema>);

/** The output that holds the figures of a stage. */
const OUTPUTS: Readonly<Record<string, string>> = {
  evaluate: 'scores',
  ...Object.fromEntries(SEARCHES.map((stage) => [stage, 'result'])),
};

/** Whether the steps of a stage come to figures. */
export function hasFigures(stage: string): boolean {
  return Object.hasOwn(OUTPUTS, stage);
}

/** The figures that a step came to; undefined for a step without any, or if they are not kept any more. */
export function figuresOf(
  { stage, outputs }: StepRecord,
  readArtifact: (hash: Hash) => Uint8Array | undefined,
): Figures | undefined {
  const output = hasFigures(stage) ? OUTPUTS[stage] : undefined;
  const hash = output === undefined ? undefined : outputs[output];
  const value = hash && decoded(readArtifact(hash));
  if (output === 'scores') {
    const { data } = scoresSchema.safeParse(value);
    return data && { kind: 'scores', ...data };
  }
  const { data } = gridSchema.safeParse(value);
  return data && { kind: 'grid', ...data };
}

/** The one figure that says most: a model's accuracy, the score of a search's best candidate. */
export function headline(figures: Figures): string {
  return figures.kind === 'scores'
    ? percent(figures.accuracy)
    : scoreText(figures.bestScore, figures.scoring);
}

/** Figures in a few words: `98.25 %, 13,755 of 14,000`, `C=10 94.50 %`. */
export function figuresText(figures: Figures): string {
  if (figures.kind === 'grid') return `best ${candidateText(figures.bestParams)} with ${headline(figures)}`;
  return `${percent(figures.accuracy)}, ${thousands(figures.correct)} of ${thousands(figures.total)}`;
}

/** A candidate of a grid: `C=10 gamma="scale"`. */
export function candidateText(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' ');
}

/** Bytes of another version's format, or of another stage of this name, have no figures. */
function decoded(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && decodeArtifact(bytes);
  } catch {
    return undefined;
  }
}
