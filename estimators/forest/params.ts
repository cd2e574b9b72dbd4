import * as z from 'zod';
import { must } from '../params.js';
import {
  type GrowthParams,
  integerParam,
  maxDepthParam,
  maxFeaturesParam,
  minSamplesLeafParam,
  minSamplesSplitParam,
  randomStateParam,
} from '../tree/params.js';

/** scikit-learn's params of a RandomForestClassifier, in camelCase. */
export interface RandomForestParams extends GrowthParams {
  readonly nEstimators: number;
  /** Whether to score the forest on the samples that its trees left out. Needs `bootstrap`. */
  readonly oobScore: boolean;
  readonly randomState: number;
}

/** Checks params and fills in scikit-learn's defaults. */
export const randomForestParams = z
  .strictObject({
    nEstimators: integerParam('nEstimators', 1).default(100),
    maxDepth: maxDepthParam,
    minSamplesSplit: minSamplesSplitParam,
    minSamplesLeaf: minSamplesLeafParam,
    maxFeatures: maxFeaturesParam.default('sqrt'),
    bootstrap: z.boolean(must('bootstrap', 'true or false')).default(true),
    oobScore: z.boolean(must('oobScore', 'true or false')).default(false),
    randomState: randomStateParam,
  })
  .refine((params) => params.bootstrap || !params.oobScore, {
    path: ['oobScore'],
    error:
      'oobScore: true needs bootstrap: true, since without it no tree leaves a sample out. Drop one of the two.',
  });
