import type { Classifier, Probabilities } from '../classifier.js';
import type { Work } from '../compute/work.js';
import type { Matrix } from '../matrix.js';
import { fitSvc } from './fit.js';
import { pairCount, type SvcModel } from './model.js';
import { type SvcParams, svcParams } from './params.js';
import { predictRows } from './predict.js';
import { shareSamples } from './shared/shared-samples.js';

/**
 * C-support vector classification, one against one: the numbers of scikit-learn 1.2.1's `SVC` (libsvm). `predict` goes
 * by votes, as scikit-learn's does, also where there are probabilities.
 *
 * Takes pixels and doubles; the same numbers as either give the same bits. On pixels support, coefficients and intercepts
 * have scikit-learn's bits. On doubles sums of products are added in the features' order, where scikit-learn asks BLAS,
 * whose order depends on the processor. What the solver sees is rounded to f32, and so it is the same but for a rare
 * last bit, and for the last bits of a linear or polynomial kernel's diagonal.
 */
export const svc: Classifier<SvcParams, SvcModel> = {
  name: 'svc',
  module: import.meta.url,
  params: svcParams,
  async fit(params, train, work) {
    const [model] = await fitSvc([params], train, work);
    return model!;
  },
  fitCandidates: (candidates, train, work) => fitSvc(candidates, train, work),
  shareSamples: (dataset, work) => shareSamples(dataset, work),
  predict: (model, samples, work) => predictRows(model, samples, 'labels', work),
  async predictProba(model, samples, work): Promise<Probabilities> {
    checkHasProba(model);
    const data = doubles(await predictRows(model, samples, 'probabilities', work));
    return { data, rows: samples.rows, columns: model.classes.length };
  },
  async predictWithProba(model, samples, work) {
    checkHasProba(model);
    const both = doubles(await predictRows(model, samples, 'probabilitiesAndLabel', work));
    const columns = model.classes.length;
    const labels = new Uint8Array(samples.rows);
    const data = new Float64Array(samples.rows * columns);
    for (let row = 0; row < samples.rows; row++) {
      const start = row * (columns + 1);
      data.set(both.subarray(start, start + columns), row * columns);
      labels[row] = both[start + columns]!;
    }
    return { labels, probabilities: { data, rows: samples.rows, columns } };
  },
  hasProba,
};

/** Decision values: n_samples x `columns`, row-major. */
export interface Decisions {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * scikit-learn's `decision_function`. 'ovo': a column a pair of classes, positive for the first class;
 * 'ovr': a column a class, its votes plus a share of its confidence. Two classes give one column either way,
 * positive for the second class.
 */
export async function decisionFunction(
  model: SvcModel,
  samples: Matrix,
  work: Work,
  shape: 'ovr' | 'ovo' = 'ovr',
): Promise<Decisions> {
  const { rows } = samples;
  const classes = model.classes.length;
  if (classes === 2) {
    const data = doubles(await predictRows(model, samples, 'oneVsOne', work)).map((decision) => -decision);
    return { data, rows, columns: 1 };
  }
  const output = shape === 'ovo' ? 'oneVsOne' : 'oneVsRest';
  const data = doubles(await predictRows(model, samples, output, work));
  return { data, rows, columns: shape === 'ovo' ? pairCount(classes) : classes };
}

function hasProba(model: SvcModel): boolean {
  return model.probA.length > 0;
}

function checkHasProba(model: SvcModel): void {
  if (hasProba(model)) return;
  throw new Error(
    'predictProba is not available when fitted with probability false. Fit with probability true and a randomState.',
  );
}

function doubles(bytes: Uint8Array<ArrayBuffer>): Float64Array {
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
}
