// Does one task with Restudy's estimators and prints what it took. Start-up, reading the digits and a small
// fit to warm up are not measured; scikit-learn's side leaves out the same.
//   node estimators.js '<task as JSON>'
import {
  type Dataset,
  gridSearch,
  head,
  type Labels,
  openCompute,
  randomForest,
  svc,
  take,
  trainTestSplit,
  voting,
  type Work,
} from 'restudy/estimators';
import { mnistPackageFiles, readMnist } from '../../stages/data/read-mnist.js';
import type { Task } from '../tasks.js';

const FOLDS = 5;
const randomState = 42;
const classifiers = { svc, randomForest };

interface Data {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** A task made ready: what is measured, and how to say in a line what came out. */
type Ready = () => Promise<{ readonly result: string; readonly parts?: Readonly<Record<string, number>> }>;

async function prepare(task: Task, { train, test }: Data, work: Work): Promise<Ready> {
  const part = head(train, task.rows);
  switch (task.task) {
    case 'svc-fit': {
      const { C, probability } = task;
      const params = svc.params.parse({ C, probability, randomState });
      return async () => {
        const { support } = await svc.fit(params, part, work);
        return { result: `${support.length} support vectors` };
      };
    }
    case 'svc-predict': {
      const model = await svc.fit(svc.params.parse({}), part, work);
      return async () => ({ result: countCorrect(await svc.predict(model, test.images, work), test) });
    }
    case 'forest-fit': {
      const params = randomForest.params.parse({ nEstimators: task.trees, randomState });
      return async () => {
        const { trees } = await randomForest.fit(params, part, work);
        return { result: `${trees.reduce((sum, { feature }) => sum + feature.length, 0)} nodes` };
      };
    }
    case 'forest-predict': {
      const params = randomForest.params.parse({ nEstimators: task.trees, randomState });
      const model = await randomForest.fit(params, part, work);
      return async () => ({
        result: countCorrect(await randomForest.predict(model, test.images, work), test),
      });
    }
    case 'svm-grid':
      return async () => {
        const found = await gridSearch(svc, {}, { C: [...task.C] }, part, FOLDS, work);
        return { result: meanScores(found.candidates) };
      };
    case 'rf-grid':
      return async () => {
        const grid = { nEstimators: [...task.trees] };
        const found = await gridSearch(randomForest, { randomState }, grid, part, FOLDS, work);
        return { result: meanScores(found.candidates) };
      };
    case 'soft-vote': {
      const classifier = voting(classifiers);
      const params = classifier.params.parse({
        voting: 'soft',
        estimators: {
          svc: { probability: true, randomState },
          randomForest: { nEstimators: task.trees, randomState },
        },
      });
      return async () => {
        const started = performance.now();
        const model = await classifier.fit(params, part, work);
        const fitted = performance.now();
        const labels = await classifier.predict(model, test.images, work);
        return {
          result: countCorrect(labels, test),
          parts: { fit: (fitted - started) / 1000, predict: (performance.now() - fitted) / 1000 },
        };
      };
    }
  }
}

function scaled({ images, labels }: Dataset): Dataset {
  return { images: { ...images, data: Float64Array.from(images.data, (pixel) => pixel / 255) }, labels };
}

function countCorrect(labels: Labels, test: Dataset): string {
  const correct = labels.reduce((sum, label, i) => sum + (label === test.labels[i] ? 1 : 0), 0);
  return `${correct} of ${labels.length} correct`;
}

function meanScores(candidates: readonly { readonly mean: number }[]): string {
  return `scores ${candidates.map(({ mean }) => mean.toFixed(9)).join(' ')}`;
}

async function warmUp({ train }: Data, work: Work): Promise<void> {
  const few = head(train, 200);
  await svc.fit(svc.params.parse({}), few, work);
  await randomForest.fit(randomForest.params.parse({ nEstimators: 2, randomState }), few, work);
}

const task = JSON.parse(process.argv[2]!) as Task;
const mnist = await readMnist(mnistPackageFiles());
const digits = task.scaled ? scaled(mnist) : mnist;
const split = trainTestSplit(digits.labels.length, { testSize: 0.2, randomState });
const data = { train: take(digits, split.train), test: take(digits, split.test) };
const compute = openCompute();
await warmUp(data, { compute });
const ready = await prepare(task, data, { compute });
const started = performance.now();
const done = await ready();
const seconds = (performance.now() - started) / 1000;
await compute.close();
const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${JSON.stringify({ seconds, peakMemoryBytes, ...done })}\n`);
