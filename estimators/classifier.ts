import type * as z from 'zod';
import type { Work } from './compute/work.js';
import type { Dataset, Labels, Matrix, Split } from './matrix.js';

/** Any fitted model: plain data (JSON values and typed arrays), so that it can be stored as it is. */
export interface FittedModel {
  /** The name of the classifier that made it. */
  readonly kind: string;
  /** The labels seen in fit, ascending. A column of probabilities belongs to each. */
  readonly classes: Labels;
}

/** Class probabilities: n_samples x n_classes, row-major. */
export interface Probabilities {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Labels, and the probabilities beside them. */
export interface Prediction {
  readonly labels: Labels;
  readonly probabilities: Probabilities;
}

/** A data set that is fitted and predicted part by part, and what the parts have in common. */
export interface SharedSamples<Params = unknown> {
  /**
   * The labels that each candidate, fitted on the samples `split.train`, predicts for the samples `split.test`:
   * those of `fit` and `predict`, and with their errors. Several splits may be at work at once.
   */
  fitPredict(candidates: readonly Params[], split: Split, work: Work): Promise<Labels[]>;
  /** Gives the memory back. */
  release(): void;
}

/**
 * A classifier: functions over plain data. Unchecked params become checked `Params` through the `params`
 * schema; `fit` turns checked params and a data set into a `Model`, changing neither.
 */
export interface Classifier<Params = unknown, Model extends FittedModel = FittedModel> {
  readonly name: string;
  /** The module that defines it (`import.meta.url`): where a fingerprint of its code starts. */
  readonly module: string;
  /** The classifiers that it was put together from, whose code is part of what it is. */
  readonly parts?: Readonly<Record<string, Classifier>>;
  /**
   * This very object, where a function made it that vouches for it: its code is that of its module and of its parts, and no
   * more. Somebody's copy with something changed is another object.
   */
  readonly itself?: object;
  /** Checks params and fills in scikit-learn's defaults. */
  readonly params: z.ZodType<Params>;
  /** Fits a model to the samples. Rejects with a RangeError for data that it cannot be fitted to. */
  fit(params: Params, train: Dataset, work: Work): Promise<Model>;
  /** Labels of each row of `samples`, exactly scikit-learn's `predict`. */
  predict(model: Model, samples: Matrix, work: Work): Promise<Labels>;
  /** Throws if the model was fitted without probabilities. */
  predictProba(model: Model, samples: Matrix, work: Work): Promise<Probabilities>;
  /** Whether `predictProba` works on this model. */
  hasProba(model: Model): boolean;
  /**
   * `predict` and `predictProba` at once, for models that have probabilities; each result is the one that its
   * own method gives. Left out where there is nothing to share.
   */
  predictWithProba?(model: Model, samples: Matrix, work: Work): Promise<Prediction>;
  /**
   * Fits several candidates on one data set, sharing what they have in common; every model equals the one
   * that `fit` gives. Left out where there is nothing to share.
   */
  fitCandidates?(candidates: readonly Params[], train: Dataset, work: Work): Promise<Model[]>;
  /**
   * `predict` of several models on the same samples, sharing what they have in common (a forest's prefixes,
   * distances to support vectors they share); the labels equal those `predict` gives, in the models' order.
   * Left out where there is nothing to share.
   */
  predictCandidates?(models: readonly Model[], samples: Matrix, work: Work): Promise<Labels[]>;
  /**
   * Gets ready for cross-validation: computes what fits and predictions on parts of one data set have in common
   * (the distances of all samples, whatever the fold). Left out where there is nothing to share; resolves to
   * undefined where sharing would take too much memory.
   */
  shareSamples?(dataset: Dataset, work: Work): Promise<SharedSamples<Params> | undefined>;
}
