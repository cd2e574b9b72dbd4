import { pixelsOf } from '../../../estimators/check-data.js';
import type { Classifier, FittedModel } from '../../../estimators/classifier.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import { oneAfterTheOther } from '../../../estimators/compute/lanes.js';
import type { Work } from '../../../estimators/compute/work.js';
import { type Dataset, isPixels, type Matrix } from '../../../estimators/matrix.js';
import { type NearestNeighbors, nearestNeighbors } from '../../../estimators/neighbors/nearest-neighbors.js';
import { RestudyError } from '../../../pipeline/errors.js';
import { standingRecords } from '../standing-records.js';
import type { Overrides } from '../wire.js';
import type { LiveWorkspace } from '../workspace.js';
import { drawnImage } from './drawn-image.js';
import { IMAGE_SIDE, type Stroke } from './strokes.js';
import { StudyModels } from './study-models.js';
import type { DrawingContent, ModelView, NeighborView, PredictionView } from './wire.js';

const PIXELS = IMAGE_SIDE * IMAGE_SIDE;
/** Training images that are shown beside a drawing. */
const NEIGHBORS = 8;

/** What the study's models make of drawings. Models and training images are read once, and again when they changed. */
export class Drawing {
  readonly #workspace: LiveWorkspace;
  readonly #models: StudyModels;
  readonly #compute = openCompute();
  /** A drawing has all threads for itself: it is there sooner, and one that nobody waits for any more is left out. */
  readonly #inTurn = oneAfterTheOther();
  #search: { readonly train: Dataset; readonly neighbors: NearestNeighbors } | undefined;

  constructor(workspace: LiveWorkspace) {
    this.#workspace = workspace;
    this.#models = new StudyModels(workspace.study);
  }

  /**
   * The image that strokes make, what each model predicts for it, and the training images nearest to it.
   * @param overrides the params that the models are to have, over those that the program was started with.
   * @param signal aborting it rejects with its reason as soon as the tasks on the threads have ended.
   *
   * Throws a RestudyError if the study's images have another size than a drawing.
   */
  predict(strokes: readonly Stroke[], overrides: Overrides, signal: AbortSignal): Promise<DrawingContent> {
    return this.#inTurn(async () => {
      signal.throwIfAborted();
      const { models, train } = await this.#workspace.withSession(async (session) => {
        const recordOf = await standingRecords(this.#models.steps(), this.#workspace, session, overrides);
        return this.#models.read(session.store, recordOf);
      });
      checkSize(train);
      const pixels = drawnImage(strokes);
      const image = pixels.some((grey) => grey > 0) ? { data: pixels, rows: 1, columns: PIXELS } : undefined;
      const work: Work = { compute: this.#compute, signal };
      // Also for a blank drawing: a page that is opened begins with one, and then the first stroke is answered at once.
      const neighbors = train && (await this.#neighborsAmong(train));
      const nearest = image && train && neighbors ? await nearestViews(image, train, neighbors, work) : [];
      const views: ModelView[] = [];
      for (const { name, step, classifier, model } of models) {
        const prediction = model && image ? await predictOne(classifier, model, image, work) : null;
        views.push({ name, step, isFitted: model !== undefined, prediction });
      }
      return { image: base64(pixels), models: views, nearest };
    });
  }

  async close(): Promise<void> {
    await this.#compute.close();
  }

  /** The training images in shared memory. They are wanted again: getting them there is not cut short. */
  async #neighborsAmong(train: Dataset): Promise<NearestNeighbors> {
    if (this.#search?.train !== train) {
      this.#search?.neighbors.release();
      this.#search = undefined;
      this.#search = { train, neighbors: await nearestNeighbors(train.images, { compute: this.#compute }) };
    }
    return this.#search.neighbors;
  }
}

async function nearestViews(
  image: Matrix,
  train: Dataset,
  neighbors: NearestNeighbors,
  work: Work,
): Promise<NeighborView[]> {
  const k = Math.min(NEIGHBORS, train.labels.length);
  const { indices, squaredDistances } = await neighbors.kneighbors(image, k, work);
  return Array.from(indices, (index, place) => ({
    index,
    label: train.labels[index]!,
    distance: Math.sqrt(squaredDistances[place]!),
    pixels: base64(pixelsOf(train.images).data.subarray(index * PIXELS, (index + 1) * PIXELS)),
  }));
}

function checkSize(train: Dataset | undefined): void {
  if (!train || (isPixels(train.images) && train.images.columns === PIXELS)) return;
  const found = `${train.images.columns} ${isPixels(train.images) ? 'pixels' : 'features in doubles'}`;
  throw new RestudyError(
    'bad-usage',
    `A drawing has ${IMAGE_SIDE} x ${IMAGE_SIDE} pixels, but the study's samples have ${found}: ` +
      'its models cannot say what a drawing is. They can with images of the size of MNIST.',
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** What a model predicts for one image: the very label and probabilities that its evaluation would record. */
async function predictOne(
  classifier: Classifier,
  model: FittedModel,
  image: Matrix,
  work: Work,
): Promise<PredictionView> {
  const classes = [...model.classes];
  if (classifier.hasProba(model) && classifier.predictWithProba) {
    const { labels, probabilities } = await classifier.predictWithProba(model, image, work);
    return { label: labels[0]!, classes, probabilities: [...probabilities.data] };
  }
  const [label] = await classifier.predict(model, image, work);
  const proba = classifier.hasProba(model) ? await classifier.predictProba(model, image, work) : null;
  return { label: label!, classes, probabilities: proba && [...proba.data] };
}
