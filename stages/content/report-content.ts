import type { Labels, Matrix } from '../../estimators/matrix.js';
import type { CalibrationCurve } from '../../estimators/metrics/calibration-curve.js';
import type { McNemarTest } from '../../estimators/metrics/mcnemar.js';
import type { Interval } from '../../estimators/metrics/wilson-interval.js';
import type { GridResult } from '../../estimators/model-selection/grid-result.js';
import type { VotingRule } from '../../estimators/voting/voting.js';
import type { Exploration, Scores } from '../facts.js';

// The content of the report page: numbers and small images. Times, machines and outcomes are joined from the records
// when the page is written.

export interface ReportContent {
  readonly data: Exploration;
  readonly classes: ClassContent;
  /** Model's step -> how it did, and what it is. */
  readonly models: Readonly<Record<string, ModelContent>>;
  /** Grid search's step -> what it found. */
  readonly grids: Readonly<Record<string, GridResult>>;
}

/** The classes in the samples to train and to test on. */
export interface ClassContent {
  /** Ascending. */
  readonly labels: Labels;
  /** Samples of each class. */
  readonly trainCounts: Uint32Array;
  readonly testCounts: Uint32Array;
  /** The mean of all samples of each class, rounded: n_classes x n_features. */
  readonly meanImages: Matrix;
}

export interface ModelContent extends Scores {
  /** The classifier's name. */
  readonly kind: string;
  /** The classes it knows: the rows and columns of its confusion matrix. */
  readonly classes: Labels;
  /** The 95 % confidence interval of the accuracy. */
  readonly interval: Interval;
  /** This model (first) against the best one (second); null for the best one itself. */
  readonly againstBest: (McNemarTest & { readonly best: string }) | null;
  readonly confusedPairs: readonly ConfusedPair[];
  readonly mistakes: Gallery<Mistake>;
  /** Of the predicted labels: how often they are right, by their probability. Null without probabilities. */
  readonly calibration: CalibrationCurve | null;
  /** Null for a model that does not vote. */
  readonly votes: VoteContent | null;
  /** Null for what is no support vector classifier: the support vectors of each class. */
  readonly supportVectors: readonly SupportContent[] | null;
  /** One a feature, their sum being 1. Null for what is no random forest. */
  readonly featureImportances: Float64Array | null;
}

/** Samples of one class that were predicted as another. */
export interface ConfusedPair {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  /** Their share of all samples of the true class. */
  readonly share: number;
}

/** Some test samples and their pictures: row i of `images` is `samples[i]`. */
export interface Gallery<Sample> {
  /** How many there were to choose from. */
  readonly total: number;
  readonly samples: readonly Sample[];
  readonly images: Matrix;
}

export interface Mistake {
  /** The row among the test samples. */
  readonly sample: number;
  readonly truth: number;
  readonly predicted: number;
  /** Of the predicted and of the true label; null without probabilities. */
  readonly probability: number | null;
  readonly truthProbability: number | null;
}

export interface VoteContent extends VotingRule {
  readonly members: readonly VoteMember[];
  /** The name of the member that does best alone. */
  readonly bestMember: string;
  /** What the best member has wrong and the vote right, and the other way around. */
  readonly helped: Gallery<Flip>;
  readonly hurt: Gallery<Flip>;
}

export interface VoteMember {
  readonly name: string;
  readonly correct: number;
  /** Samples that it has wrong and the vote right, and the other way around. */
  readonly helped: number;
  readonly hurt: number;
}

/** A sample that voting turned from right to wrong or back. */
export interface Flip {
  readonly sample: number;
  readonly truth: number;
  readonly vote: number;
  /** What each member predicts, in the members' order. */
  readonly members: readonly number[];
}

/** The support vectors of one class. */
export interface SupportContent {
  readonly label: number;
  readonly count: number;
  /** Their mean, rounded: 1 x n_features. */
  readonly meanImage: Matrix;
  /** Those of the greatest weight (the sum of |alpha|), that first. */
  readonly strongest: { readonly weights: Float64Array; readonly images: Matrix };
}
