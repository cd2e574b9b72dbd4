// What the drawing pad and its server tell one another, as plain JSON.

/** What a drawing is to each model. */
export interface DrawingContent {
  /** The image that the models see: 28 x 28 grey levels, row-major, in base64. */
  readonly image: string;
  readonly models: readonly ModelView[];
  /** The training images most like it, nearest first; none for a blank drawing, or while there are no training images. */
  readonly nearest: readonly NeighborView[];
}

export interface ModelView {
  /** What the study's report calls it. */
  readonly name: string;
  /** The step that fits it. */
  readonly step: string;
  readonly isFitted: boolean;
  /** Null for a blank drawing, and while the model is not fitted. */
  readonly prediction: PredictionView | null;
}

export interface PredictionView {
  readonly label: number;
  /** The labels that it knows, ascending. */
  readonly classes: readonly number[];
  /** The probability of each of these; null from a model that gives none. */
  readonly probabilities: readonly number[] | null;
}

export interface NeighborView {
  /** Its row in the training set. */
  readonly index: number;
  readonly label: number;
  /** Euclidean, in grey levels. */
  readonly distance: number;
  /** 28 x 28 grey levels, row-major, in base64. */
  readonly pixels: string;
}
