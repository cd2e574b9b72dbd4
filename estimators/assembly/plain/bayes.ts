import { pairwiseSum } from '../math/pairwise-sum';

/**
 * The kernel of Gaussian naive Bayes. With the means m and variances v of a class's features, and its prior p,
 *
 *     log P(class, x) = log p + (-1/2 sum log(2 pi v) - 1/2 sum (x - m)^2 / v),
 *
 * each operation in scikit-learn's order (GaussianNB._joint_log_likelihood). Arrays are of doubles: `means` and
 * `variances` are n_classes x n_features, `priors` n_classes, `terms` is scratch for n_features.
 */

const TWO_PI: f64 = 2.0 * Math.PI;

/** Writes two doubles a class: log p, and -1/2 sum log(2 pi v). */
export function constants(
  priors: usize,
  variances: usize,
  classes: u32,
  features: u32,
  terms: usize,
  out: usize,
): void {
  for (let k: u32 = 0; k < classes; k++) {
    const ofClass = variances + <usize>k * (<usize>features << 3);
    for (let at: usize = 0; at < <usize>features << 3; at += 8) {
      store<f64>(terms + at, Math.log(TWO_PI * load<f64>(ofClass + at)));
    }
    const pair = out + (<usize>k << 4);
    store<f64>(pair, Math.log(load<f64>(priors + (<usize>k << 3))));
    store<f64>(pair, -0.5 * pairwiseSum(terms, features), 8);
  }
}

/** Writes log P(class, x) of `rows` rows of pixels: rows x n_classes. `logs` is what `constants` wrote. */
export function jointLogLikelihoodOfPixels(
  samples: usize,
  rows: u32,
  features: u32,
  means: usize,
  variances: usize,
  logs: usize,
  classes: u32,
  terms: usize,
  out: usize,
): void {
  jointLogLikelihood<u8>(samples, rows, features, means, variances, logs, classes, terms, out);
}

/** The same of rows of doubles. */
export function jointLogLikelihoodOfReals(
  samples: usize,
  rows: u32,
  features: u32,
  means: usize,
  variances: usize,
  logs: usize,
  classes: u32,
  terms: usize,
  out: usize,
): void {
  jointLogLikelihood<f64>(samples, rows, features, means, variances, logs, classes, terms, out);
}

function jointLogLikelihood<T>(
  samples: usize,
  rows: u32,
  features: u32,
  means: usize,
  variances: usize,
  logs: usize,
  classes: u32,
  terms: usize,
  out: usize,
): void {
  for (let row: u32 = 0; row < rows; row++) {
    const sample = samples + <usize>row * features * sizeof<T>();
    for (let k: u32 = 0; k < classes; k++) {
      const ofClass = <usize>k * (<usize>features << 3);
      for (let feature: usize = 0; feature < features; feature++) {
        const at = ofClass + (feature << 3);
        const deviation = <f64>load<T>(sample + feature * sizeof<T>()) - load<f64>(means + at);
        store<f64>(terms + (feature << 3), (deviation * deviation) / load<f64>(variances + at));
      }
      const pair = logs + (<usize>k << 4);
      const likelihood = load<f64>(pair, 8) - 0.5 * pairwiseSum(terms, features);
      store<f64>(out + (<usize>(row * classes + k) << 3), load<f64>(pair) + likelihood);
    }
  }
}

/**
 * Turns rows of log P(class, x) into P(class | x) in place: exp(log P(class, x) - log P(x)), where log P(x) is SciPy's
 * `logsumexp` of the row.
 */
export function normalize(joint: usize, rows: u32, classes: u32): void {
  const rowBytes = <usize>classes << 3;
  for (let row: u32 = 0; row < rows; row++) {
    const start = joint + <usize>row * rowBytes;
    let largest = load<f64>(start);
    for (let at: usize = 8; at < rowBytes; at += 8) largest = max(largest, load<f64>(start + at));
    let sum: f64 = 0;
    for (let at: usize = 0; at < rowBytes; at += 8) sum += Math.exp(load<f64>(start + at) - largest);
    const total = Math.log(sum) + largest;
    for (let at: usize = 0; at < rowBytes; at += 8) {
      store<f64>(start + at, Math.exp(load<f64>(start + at) - total));
    }
  }
}
