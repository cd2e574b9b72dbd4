import type { FittedModel, Probabilities } from '../estimators/classifier.js';
import type { Dataset, Labels } from '../estimators/matrix.js';
import type { GridResult } from '../estimators/model-selection/grid-result.js';
import type { GridPoint } from '../estimators/model-selection/parameter-grid.js';
import { artifactType } from '../pipeline/study/stage.js';
import type { ReportContent } from './content/report-content.js';
import type { DataDescription, Exploration, Scores } from './facts.js';

// The types of artifact that carry what flows through the study.

// Marked as pure, so that a stage's code is only those that it names: one more type reruns nothing.
export const dataset = /* @__PURE__ */ artifactType<Dataset>('dataset');
export const dataDescription = /* @__PURE__ */ artifactType<DataDescription>('data description');
export const exploration = /* @__PURE__ */ artifactType<Exploration>('exploration');
/** Indices of the samples of each part. */
export const splitIndices = /* @__PURE__ */ artifactType<{
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}>('split indices');
export const model = /* @__PURE__ */ artifactType<FittedModel>('model');
export const labels = /* @__PURE__ */ artifactType<Labels>('labels');
/** Null for a model that gives none. */
export const probabilities = /* @__PURE__ */ artifactType<Probabilities | null>('probabilities');
export const scores = /* @__PURE__ */ artifactType<Scores>('scores');
/** The best params that a grid search found. */
export const tunedParams = /* @__PURE__ */ artifactType<GridPoint>('tuned params');
export const gridScores = /* @__PURE__ */ artifactType<GridResult>('grid scores');
export const reportContent = /* @__PURE__ */ artifactType<ReportContent>('report content');
