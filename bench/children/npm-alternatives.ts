// Fits one of the npm alternatives, or Restudy, to some digits and predicts 1,000 others.
//   node npm-alternatives.js <who> <digits> <trees> <folder where the alternatives are installed>
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  head,
  type Labels,
  openCompute,
  type PixelDataset,
  randomForest,
  svc,
  take,
} from 'restudy/estimators';
import { mnistPackageFiles, readMnist } from '../../stages/data/read-mnist.js';

const randomState = 42;
const TEST_FROM = 60_000;
const TESTS = 1000;
/** Pixels a forest's node tries: the root of 784, scikit-learn's default. */
const MAX_FEATURES = 28;

const [who = '', digits, trees, folder = ''] = process.argv.slice(2);
const count = Number(digits);
const nEstimators = Number(trees);

interface Fitted {
  predict(): Promise<ArrayLike<number>>;
}
type Fit = () => Promise<Fitted>;

/** The packages have no types of their own; this is what is called of them. */
interface LibsvmJs {
  new (options: object): { train(x: number[][], y: number[]): void; predict(x: number[][]): number[] };
  readonly KERNEL_TYPES: { readonly RBF: number };
  readonly SVM_TYPES: { readonly C_SVC: number };
}
interface MlRandomForest {
  readonly RandomForestClassifier: new (
    options: object,
  ) => { train(x: number[][], y: number[]): void; predict(x: number[][]): number[] };
}

function rowsOf({ images }: PixelDataset): number[][] {
  const { data, rows, columns } = images;
  return Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
}

/** scikit-learn's 'scale': 1 / (n_features * variance of all pixels). */
function scaledGamma({ images: { data, columns } }: PixelDataset): number {
  const mean = data.reduce((sum, pixel) => sum + pixel, 0) / data.length;
  const variance = data.reduce((sum, pixel) => sum + (pixel - mean) ** 2, 0) / data.length;
  return 1 / (columns * variance);
}

async function prepare(train: PixelDataset, test: PixelDataset): Promise<Fit> {
  const work = { compute };
  switch (who) {
    case 'restudy-svc':
      return async () => {
        const model = await svc.fit(svc.params.parse({}), train, work);
        return { predict: () => svc.predict(model, test.images, work) };
      };
    case 'restudy-forest':
      return async () => {
        const params = randomForest.params.parse({ nEstimators, randomState });
        const model = await randomForest.fit(params, train, work);
        return { predict: () => randomForest.predict(model, test.images, work) };
      };
    case 'libsvm-js': {
      const Svm: LibsvmJs = await installed('libsvm-js');
      const [x, y, unseen, gamma] = [rowsOf(train), [...train.labels], rowsOf(test), scaledGamma(train)];
      return async () => {
        const options = {
          kernel: Svm.KERNEL_TYPES.RBF,
          type: Svm.SVM_TYPES.C_SVC,
          gamma,
          cost: 1,
          quiet: true,
        };
        const model = new Svm(options);
        model.train(x, y);
        return { predict: async () => model.predict(unseen) };
      };
    }
    case 'ml-random-forest': {
      const { RandomForestClassifier } = await (installed('ml-random-forest') as Promise<MlRandomForest>);
      const [x, y, unseen] = [rowsOf(train), [...train.labels], rowsOf(test)];
      return async () => {
        const model = new RandomForestClassifier({
          ...{ nEstimators, seed: randomState, maxFeatures: MAX_FEATURES, replacement: false, noOOB: true },
        });
        model.train(x, y);
        return { predict: async () => model.predict(unseen) };
      };
    }
    default:
      throw new Error(`There is no alternative ${who}.`);
  }
}

/** What an installed package exports; libsvm-js exports a promise. */
async function installed<Exports>(name: string): Promise<Exports> {
  return createRequire(path.join(folder, 'package.json'))(name) as Exports | Promise<Exports>;
}

function correct(labels: ArrayLike<number>, truth: Labels): number {
  return truth.reduce((sum, label, i) => sum + (labels[i] === label ? 1 : 0), 0);
}

const all = await readMnist(mnistPackageFiles());
const test = take(
  all,
  Uint32Array.from({ length: TESTS }, (_, index) => TEST_FROM + index),
);
const train = head(all, count);
const compute = openCompute();
await svc.fit(svc.params.parse({}), head(all, 200), { compute });
const fitModel = await prepare(train, test);
const started = performance.now();
const fitted = await fitModel();
const seconds = (performance.now() - started) / 1000;
const labels = await fitted.predict();
const predictSeconds = (performance.now() - started) / 1000 - seconds;
await compute.close();
const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
const figures = { [`of ${TESTS} correct`]: correct(labels, test.labels) };
const parts = { fit: seconds, predict: predictSeconds };
process.stdout.write(`${JSON.stringify({ seconds, peakMemoryBytes, figures, parts })}\n`);
