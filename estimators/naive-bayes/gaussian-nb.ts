import { checkImages } from '../check-data.js';
import type { Classifier, FittedModel, Work } from '../classifier.js';
import { phase } from '../compute/phase.js';
import type { Labels, Matrix } from '../matrix.js';
import { largestColumns } from '../most-probable.js';
import { fitGaussianNb } from './fit.js';
import { type JointLogLikelihood, jointLogLikelihood, normalize } from './joint-log-likelihood.js';
import { type GaussianNbParams, gaussianNbParams } from './params.js';

/** A fitted Gaussian naive Bayes classifier, under scikit-learn's attribute names. */
export interface GaussianNbModel extends FittedModel {
  readonly kind: 'gaussian-nb';
  readonly features: number;
  /** Training samples of each class. */
  readonly classCount: Uint32Array;
  /** Each class's share of the training samples. */
  readonly classPrior: Float64Array;
  /** The mean of each feature in each class: n_classes x n_features, row-major. */
  readonly theta: Float64Array;
  /** The variance of each feature in each class, `epsilon` included: n_classes x n_features (`var_`). */
  readonly variance: Float64Array;
  /** What was added to the variances. */
  readonly epsilon: number;
}

/**
 * scikit-learn 1.2.1's GaussianNB. Means, variances and log likelihoods are put together by its own operations in their
 * order; logarithms and exponentials are the kernels', the same on every machine, where NumPy's differ in last bits with
 * the processor. Labels are equal, but for samples whose two most likely classes differ by such a bit.
 *
 * Where scikit-learn divides by a variance of 0 and warns, `fit` throws.
 */
export const gaussianNb: Classifier<GaussianNbParams, GaussianNbModel> = {
  name: 'gaussian-nb',
  module: import.meta.url,
  params: gaussianNbParams,
  fit: fitGaussianNb,
  async predict(model, images, work) {
    return mostLikely(model, await logLikelihood(model, images, work));
  },
  async predictProba(model, images, work) {
    return (await labelsAndProba(model, images, work)).probabilities;
  },
  predictWithProba: labelsAndProba,
  hasProba: () => true,
};

async function labelsAndProba(model: GaussianNbModel, images: Matrix, work: Work) {
  const joint = await logLikelihood(model, images, phase(work, 0, 0.9));
  return { labels: mostLikely(model, joint), probabilities: await normalize(joint, phase(work, 0.9, 1)) };
}

function logLikelihood(model: GaussianNbModel, images: Matrix, work: Work): Promise<JointLogLikelihood> {
  checkImages(images, model.features);
  return jointLogLikelihood(model, images, work);
}

/** By the likelihoods, not the probabilities: as in scikit-learn, where several of these may have been rounded to 1. */
function mostLikely({ classes }: GaussianNbModel, joint: JointLogLikelihood): Labels {
  return largestColumns(joint.data, joint.columns).map((code) => classes[code]!);
}
