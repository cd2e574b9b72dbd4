import type { FittedModel, Probabilities } from '../estimators/classifier.js';
import type { Dataset, Labels, Matrix } from '../estimators/matrix.js';
import type { ClassificationReport } from '../estimators/metrics/classification-report.js';
import type { GridResult } from '../estimators/model-selection/grid-result.js';
import type { GridPoint } from '../estimators/model-selection/parameter-grid.js';
import { artifactType } from '../pipeline/stage.js';
import type { ReportContent } from './content/report-content.js';

// What flows through the study: the values, and the types of artifact that carry them.

/** Where data comes from and what it is: the facts that scikit-learn's `fetch_openml` keeps beside the data. */
export interface DataDescription {
  readonly name: string;
  readonly source: string;
  readonly licence: string;
  readonly featureNames: readonly string[];
  readonly target: string;
  /** What the labels stand for, in their order, where the data has names for them. */
  readonly classNames?: readonly string[];
}

/** A first look at the data. */
export interface Exploration extends DataDescription {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly classes: Labels;
  /** Samples of each class, in the order of `classes`. */
  readonly classCounts: Uint32Array;
  readonly firstImages: Matrix;
  readonly firstLabels: Labels;
}

/** How well a model does on samples it has not seen. */
export interface Scores {
  readonly accuracy: number;
  readonly correct: number;
  readonly total: number;
  readonly report: ClassificationReport;
  /** n_classes x n_classes, row-major: rows are true classes, columns predicted ones. */
  readonly confusionMatrix: Uint32Array;
}

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
