import { checkFeatures } from '../check-data.js';
import type { Classifier } from '../classifier.js';
import { phase, type Work } from '../compute/work.js';
import type { Labels, Matrix } from '../matrix.js';
import { largestColumns } from '../most-probable.js';
import { fitGaussianNb } from './fit.js';
import { type JointLogLikelihood, jointLogLikelihood, normalize } from './joint-log-likelihood.js';
import type { GaussianNbModel } from './model.js';
import { type GaussianNbParams, gaussianNbParams } from './params.js';

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
  async predict(model, samples, work) {
    return mostLikely(model, await logLikelihood(model, samples, work));
  },
  async predictProba(model, samples, work) {
    return (await labelsAndProba(model, samples, work)).probabilities;
  },
  predictWithProba: labelsAndProba,
  hasProba: () => true,
};

async function labelsAndProba(model: GaussianNbModel, samples: Matrix, work: Work) {
  const joint = await logLikelihood(model, samples, phase(work, 0, 0.9));
  return { labels: mostLikely(model, joint), probabilities: await normalize(joint, phase(work, 0.9, 1)) };
}

function logLikelihood(model: GaussianNbModel, samples: Matrix, work: Work): Promise<JointLogLikelihood> {
  checkFeatures(samples, model.features);
  return jointLogLikelihood(model, samples, work);
}

/** By the likelihoods, not the probabilities: as in scikit-learn, where several of these may have been rounded to 1. */
function mostLikely({ classes }: GaussianNbModel, joint: JointLogLikelihood): Labels {
  return largestColumns(joint.data, joint.columns).map((code) => classes[code]!);
}
