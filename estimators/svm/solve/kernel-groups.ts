import type { SvcParams } from '../params.js';
import { resolveGamma } from './gamma.js';

/** Candidates that share kernel values: they differ in C, tol, probability and randomState only. */
export interface KernelGroup {
  readonly gamma: number;
  readonly candidates: readonly SvcParams[];
  /** The candidates' places among all that were given. */
  readonly indices: readonly number[];
}

/** Groups candidates that are to be fitted on samples of so many features whose values have that variance. */
export async function groupByKernel(
  candidates: readonly SvcParams[],
  features: number,
  variance: () => Promise<number>,
): Promise<KernelGroup[]> {
  const resolved = new Map<SvcParams['gamma'], number>();
  const groups = new Map<string, { gamma: number; candidates: SvcParams[]; indices: number[] }>();
  for (const [index, params] of candidates.entries()) {
    const gamma = resolved.get(params.gamma) ?? (await resolveGamma(params.gamma, features, variance));
    resolved.set(params.gamma, gamma);
    const key = JSON.stringify([params.kernel, gamma, params.degree, params.coef0]);
    const group = groups.get(key) ?? { gamma, candidates: [], indices: [] };
    groups.set(key, group);
    group.candidates.push(params);
    group.indices.push(index);
  }
  return [...groups.values()];
}
