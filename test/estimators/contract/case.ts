import type { Classifier, FittedModel } from '../../../estimators/classifier.js';
import type { Work } from '../../../estimators/compute/work.js';
import type { Dataset } from '../../../estimators/matrix.js';

/** A classifier, and what its contract has to know of it. */
export interface ClassifierCase {
  readonly classifier: Classifier;
  /** Params of a quick fit, with probabilities where it can have them. Two samples are enough for it. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Other params, to be fitted and predicted beside `params`. */
  readonly otherParams: Readonly<Record<string, unknown>>;
  /** Values that break the rule of their param: at least one for each param that is a number. */
  readonly outOfRange: readonly (readonly [param: string, value: unknown])[];
  /** What it cannot learn from, as in scikit-learn, and a part of the message that says so. */
  readonly refuses: {
    readonly oneClass?: string;
    /** Images that are all the same. */
    readonly constantImages?: string;
  };
  /** What `predict` goes by, if the predicted class need not be the most probable one. */
  readonly predictsBy?: 'votes';
}

/** Checks the params of a case and fits. */
export function fitCase(
  { classifier, params }: Pick<ClassifierCase, 'classifier' | 'params'>,
  train: Dataset,
  work: Work,
): Promise<FittedModel> {
  return classifier.fit(classifier.params.parse(params), train, work);
}
