import * as z from 'zod';
import { integer, positive } from '../params.js';

/** scikit-learn's params of a LogisticRegression, in camelCase. */
export interface LogisticRegressionParams {
  /**
   * The inverse of the strength of the L2 penalty. Pixels are taken as they are, 0 to 255, so 1 is hardly a penalty at
   * all; on digits something near 1e-6 predicts best and is found soonest.
   */
  readonly C: number;
  /** Newton steps at most. */
  readonly maxIter: number;
  /** The fit ends where no entry of the objective's gradient exceeds it. */
  readonly tol: number;
}

/** Checks params and fills in scikit-learn's defaults. */
export const logisticRegressionParams = z.strictObject({
  C: positive('C').default(1),
  maxIter: integer('maxIter', 1, Number.MAX_SAFE_INTEGER, 'an integer of at least 1').default(100),
  tol: positive('tol').default(1e-4),
});
