import { afterAll, beforeAll, describe } from 'vitest';
import { type Compute, openCompute } from '../estimators/compute/compute.js';
import { describeAbort } from './estimators/contract/abort.js';
import type { ClassifierCase } from './estimators/contract/case.js';
import { describeFit } from './estimators/contract/fit.js';
import { describeParams } from './estimators/contract/params.js';
import { describePredict } from './estimators/contract/predict.js';
import { describeReals } from './estimators/contract/reals.js';
import { describeShared } from './estimators/contract/shared.js';

/** What holds for every classifier. */
export function describeClassifier(name: string, given: ClassifierCase): void {
  describe(name, () => {
    let compute: Compute;
    beforeAll(() => {
      compute = openCompute(2);
    });
    afterAll(() => compute.close());
    for (const describePart of [
      describeParams,
      describeFit,
      describePredict,
      describeReals,
      describeShared,
      describeAbort,
    ]) {
      describePart(given, () => ({ compute }));
    }
  });
}
