import { checkMatrix } from '../check-data.js';
import { severalClassMembers } from '../class-members.js';
import type { Work } from '../compute/work.js';
import { type Dataset, isPixels, take, toReals } from '../matrix.js';
import { notFinite, pairCount, type SvcModel } from './model.js';
import type { SvcParams } from './params.js';
import { pixelVariance } from './solve/gamma.js';
import { groupByKernel } from './solve/kernel-groups.js';
import { readPair, type SolvedPair } from './solve/pair.js';
import { realVariance } from './solve/real-variance.js';
import { packForKernel } from './solve/sample-set.js';
import { defaultRowCacheBytes, solvePairs } from './solve/solve-pairs.js';

/** How a fit may use memory; nothing here changes its result. */
export interface FitLimits {
  /** Bytes of rows that each thread keeps, and that all threads share; a few rows are always kept. */
  readonly rowCacheBytes?: number;
}

/**
 * Fits a model for each candidate on the same data. Candidates that share the kernel and its params share its
 * values.
 *
 * Throws a RangeError if there is only one class, if samples and labels differ in number, if a feature is not finite, or
 * if the coefficients overflow.
 */
export async function fitSvc(
  candidates: readonly SvcParams[],
  train: Dataset,
  work: Work,
  { rowCacheBytes = defaultRowCacheBytes(work.compute.threads) }: FitLimits = {},
): Promise<SvcModel[]> {
  const { images, labels } = train;
  checkMatrix(images);
  if (labels.length !== images.rows) {
    throw new RangeError(`There must be one label a sample; got ${labels.length} and ${images.rows}.`);
  }
  const { classes, members } = severalClassMembers(labels);
  const quiet: Work = { compute: work.compute, signal: work.signal };
  const scope = work.compute.heap.scope();
  try {
    const groups = await groupByKernel(candidates, images.columns, () =>
      isPixels(images)
        ? pixelVariance(images, Uint32Array.from(labels.keys()), quiet)
        : realVariance(toReals(images).data, quiet),
    );
    const samples = await packForKernel(images, members, scope, quiet);
    const models = new Array<SvcModel>(candidates.length);
    for (const [done, group] of groups.entries()) {
      const onProgress = (fraction: number) => work.onProgress?.((done + fraction) / groups.length);
      const solved = await solvePairs(samples, group, rowCacheBytes, scope, { ...quiet, onProgress });
      for (const [place, index] of group.indices.entries()) {
        const pairs = solved.map((pair) => readPair(pair, place, work.compute.heap));
        models[index] = buildModel(candidates[index]!, group.gamma, train, classes, members, pairs);
      }
    }
    return models;
  } finally {
    scope.release();
  }
}

/** Puts the pairs' coefficients together as libsvm does, with scikit-learn's signs. */
function buildModel(
  params: SvcParams,
  gamma: number,
  train: Dataset,
  classes: Uint8Array,
  members: readonly Uint32Array[],
  pairs: readonly SolvedPair[],
): SvcModel {
  const k = classes.length;
  const pairOf = (i: number, j: number) => pairs[pairCount(k) - pairCount(k - i) + (j - i - 1)]!;
  // By class: its samples' coefficients against each other class in turn, as row d of dualCoef has them.
  const rows = members.map((own, c) =>
    Array.from({ length: k - 1 }, (_, d) => {
      const other = d < c ? d : d + 1;
      return c < other
        ? pairOf(c, other).coefficients.subarray(0, own.length)
        : pairOf(other, c).coefficients.subarray(members[other]!.length);
    }),
  );
  const kept = members.map((own, c) =>
    own.map((_, place) => place).filter((place) => rows[c]!.some((row) => row[place] !== 0)),
  );
  const nSupport = Uint32Array.from(kept, (places) => places.length);
  const total = nSupport.reduce((sum, count) => sum + count, 0);
  const support = new Uint32Array(total);
  const dualCoef = new Float64Array((k - 1) * total);
  // scikit-learn turns the signs of the two-class case round, so that the second class is the positive one.
  const sign = k === 2 ? -1 : 1;
  let column = 0;
  for (const [c, places] of kept.entries()) {
    for (const place of places) {
      support[column] = members[c]![place]!;
      for (let d = 0; d < k - 1; d++) dualCoef[d * total + column] = sign * rows[c]![d]![place]!;
      column++;
    }
  }
  // 0 - rho, not -rho: scikit-learn makes an intercept of 0 positive before it turns the sign.
  const intercept = Float64Array.from(pairs, ({ rho }) => sign * (0 - rho));
  if (!intercept.every(Number.isFinite) || !dualCoef.every(Number.isFinite)) throw notFinite();
  return {
    kind: 'svc',
    classes,
    kernel: params.kernel,
    degree: params.degree,
    gamma,
    coef0: params.coef0,
    support,
    supportVectors: take(train, support).images,
    nSupport,
    dualCoef,
    intercept,
    probA: params.probability ? Float64Array.from(pairs, ({ probA }) => probA) : new Float64Array(),
    probB: params.probability ? Float64Array.from(pairs, ({ probB }) => probB) : new Float64Array(),
    nIter: Uint32Array.from(pairs, ({ iterations }) => iterations),
  };
}
