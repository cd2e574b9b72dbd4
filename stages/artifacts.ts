import type { FittedModel, Probabilities } from '../estimators/classifier.js';
import type { Dataset, Labels } from '../estimators/matrix.js';
import type { GridResult } from '../estimators/model-selection/grid-result.js';
import type { GridPoint } from '../estimators/model-selection/parameter-grid.js';
import { artifactType } from '../pipeline/stage.js';
import type { Scores } from './evaluate.js';
import type { Exploration } from './explore.js';
import type { DataDescription } from './fetch.js';
import type { ReportContent } from './report.js';

// The types of artifact that flow through the study.

export const dataset = artifactType<Dataset>('dataset');
export const dataDescription = artifactType<DataDescription>('data description');
export const exploration = artifactType<Exploration>('exploration');
/** Indices of the samples of each part. */
export const splitIndices = artifactType<{ readonly train: Uint32Array; readonly test: Uint32Array }>(
  'split indices',
);
export const model = artifactType<FittedModel>('model');
export const labels = artifactType<Labels>('labels');
/** Null for a model that gives none. */
export const probabilities = artifactType<Probabilities | null>('probabilities');
export const scores = artifactType<Scores>('scores');
/** The best params that a grid search found. */
export const tunedParams = artifactType<GridPoint>('tuned params');
export const gridScores = artifactType<GridResult>('grid scores');
export const reportContent = artifactType<ReportContent>('report content');
