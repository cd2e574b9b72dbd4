import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Compute, openCompute } from '../../../estimators/compute/compute.js';
import { supportWeights } from '../../../estimators/svm/model.js';
import { svc } from '../../../estimators/svm/svc.js';

interface Fixture {
  supports: { images: number[]; labels: number[]; C: number; weights: number[] }[];
}

const { supports }: Fixture = JSON.parse(readFileSync('test/fixtures/report-figures.json', 'utf8'));
let compute: Compute;
beforeAll(() => {
  compute = openCompute(1);
});
afterAll(() => compute.close());

test.each(supports.map((one) => [new Set(one.labels).size, one] as const))(
  "the weights of the support vectors of %i classes are those of scikit-learn's dual_coef_",
  async (_, { images, labels, C, weights }) => {
    const matrix = {
      data: Uint8Array.from(images),
      rows: labels.length,
      columns: images.length / labels.length,
    };
    const train = { images: matrix, labels: Uint8Array.from(labels) };
    const model = await svc.fit(svc.params.parse({ C }), train, { compute });
    const found = supportWeights(model);
    expect([...found]).toEqual(weights.map((weight) => expect.closeTo(weight, 10)));
  },
);
