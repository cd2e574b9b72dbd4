// Prints how near the distances come to the peak of the instruction that they are made of.
//   node peak.js <bench/assembly>
import { head, openCompute, svc, take } from 'restudy/estimators';
import { mnistPackageFiles, readMnist } from '../../stages/data/read-mnist.js';
import { measureDistances, measureInstruction } from '../peak.js';

/** About as many as a class of the final SVC's training part has. */
const COLUMNS = 5120;
const FITTED = 5000;
const PREDICTED = 5000;

const started = performance.now();
const digits = await readMnist(mnistPackageFiles());
const instruction = await measureInstruction(process.argv[2]!);
const distances = await measureDistances(head(digits, COLUMNS), process.argv[2]!);

// The whole of a prediction on one thread: distances, exponentials, 45 sums and the votes.
const compute = openCompute(1);
const model = await svc.fit(svc.params.parse({}), head(digits, FITTED), { compute });
const unseen = take(
  digits,
  Uint32Array.from({ length: PREDICTED }, (_, index) => 60_000 + index),
);
const before = performance.now();
await svc.predict(model, unseen.images, { compute });
const predictSeconds = (performance.now() - before) / 1000;
await compute.close();
const products = PREDICTED * model.supportVectors.rows * model.supportVectors.columns;

const figures = {
  ...instruction,
  ...distances,
  'G/s: all of a prediction, zeros counted': products / predictSeconds / 1e9,
};
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`${JSON.stringify({ seconds, figures })}\n`);
