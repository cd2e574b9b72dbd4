import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import { extraTrees } from '../../../estimators/forest/extra-trees.js';
import { featureImportances } from '../../../estimators/forest/feature-importances.js';
import { randomForest } from '../../../estimators/forest/random-forest.js';
import { toReals } from '../../../estimators/matrix.js';
import { decisionTree } from '../../../estimators/tree/decision-tree.js';
import { treeImportances } from '../../../estimators/tree/feature-importances.js';
import { digest } from '../forest/datasets.js';
import { describeTree } from '../forest/describe-tree.js';
import { makeReals, probeOf, type RealDescription } from './real-data.js';

interface Case {
  readonly data: RealDescription;
  readonly params: Record<string, unknown>;
  readonly proba: string;
  readonly labels: string;
  readonly importances: string;
}

interface ForestCase extends Case {
  readonly trees: readonly object[];
  readonly oobScore?: number;
  readonly oobDecisionFunction?: string;
}

interface TreeCase extends Case {
  readonly tree: object;
}

const fixture: {
  readonly randomForest: Record<string, ForestCase>;
  readonly extraTrees: Record<string, ForestCase>;
  readonly decisionTree: Record<string, TreeCase>;
} = JSON.parse(readFileSync(new URL('../../fixtures/real-trees.json', import.meta.url), 'utf8'));

const compute = openCompute(2);
const work: Work = { compute };
afterAll(() => compute.close());

describe.each([{ classifier: randomForest }, { classifier: extraTrees }])(
  "$classifier.name on doubles is scikit-learn's, bit for bit",
  ({ classifier }) => {
    const cases = fixture[classifier.name === 'random-forest' ? 'randomForest' : 'extraTrees'];
    test.for(Object.entries(cases))('%s', async ([, expected]) => {
      const train = makeReals(expected.data);
      const model = await classifier.fit(classifier.params.parse(expected.params), train, work);
      expect(model.trees.map(describeTree)).toEqual(expected.trees);
      const probe = toReals(probeOf(train));
      const { data } = await classifier.predictProba!(model as never, probe, work);
      expect(digest(data)).toBe(expected.proba);
      expect(digest(await classifier.predict(model as never, probe, work))).toBe(expected.labels);
      expect(digest(featureImportances(model))).toBe(expected.importances);
      expect(model.oobScore).toBe(expected.oobScore ?? null);
      const decision = model.oobDecisionFunction;
      expect(decision && digest(decision.data)).toBe(expected.oobDecisionFunction ?? null);
    });
  },
);

describe("a decision tree on doubles is scikit-learn's, bit for bit", () => {
  test.for(Object.entries(fixture.decisionTree))('%s', async ([, expected]) => {
    const train = makeReals(expected.data);
    const model = await decisionTree.fit(decisionTree.params.parse(expected.params), train, work);
    expect(describeTree(model.tree)).toEqual(expected.tree);
    const probe = toReals(probeOf(train));
    const { data } = await decisionTree.predictProba(model, probe, work);
    expect(digest(data)).toBe(expected.proba);
    expect(digest(await decisionTree.predict(model, probe, work))).toBe(expected.labels);
    expect(digest(treeImportances(model.tree))).toBe(expected.importances);
  });
});

const iris = makeReals({ bundled: 'iris' });

test('1, 2 and 3 threads give the same bytes', async () => {
  for (const classifier of [randomForest, extraTrees]) {
    const params = classifier.params.parse({
      nEstimators: 7,
      bootstrap: true,
      oobScore: true,
      randomState: 3,
    });
    const models = [];
    for (const threads of [1, 2, 3]) {
      const own = openCompute(threads);
      models.push(await classifier.fit(params, iris, { compute: own }));
      await own.close();
    }
    expect(models[0]!.trees).toHaveLength(7);
    expect(models[1]).toEqual(models[0]);
    expect(models[2]).toEqual(models[0]);
  }
});

test('fitting, scoring and predicting give all memory back, and change no data', async () => {
  const place = () => {
    const address = compute.heap.allocate(1 << 20);
    compute.heap.release(address);
    return address;
  };
  const before = place();
  const copy = structuredClone(iris);
  const params = randomForest.params.parse({ nEstimators: 3, oobScore: true, randomState: 3 });
  const model = await randomForest.fit(params, iris, work);
  await randomForest.predict(model, iris.images, work);
  const { trees } = await extraTrees.fit(extraTrees.params.parse(params), iris, work);
  expect(trees).toHaveLength(3);
  expect(iris).toEqual(copy);
  expect(place()).toBe(before);
});

describe('a value that 32-bit floats have no room for is refused, as in scikit-learn', () => {
  const spoilt = (value: number) => {
    const data = iris.images.data.slice();
    data[4 * 7 + 2] = value;
    return { ...iris, images: { ...iris.images, data } };
  };
  const params = { nEstimators: 1, randomState: 1 };

  test.for([1e300, -3.5e38, 2 ** 128 - 2 ** 103])('%d', async (value) => {
    const message = `feature 2 of sample 7 is ${value}`;
    for (const classifier of [randomForest, extraTrees]) {
      const parsed = classifier.params.parse(params);
      await expect(classifier.fit(parsed, spoilt(value), work)).rejects.toThrow(message);
      const model = await classifier.fit(parsed, iris, work);
      await expect(classifier.predict(model as never, spoilt(value).images, work)).rejects.toThrow(message);
    }
    const alone = decisionTree.params.parse({ randomState: 1 });
    await expect(decisionTree.fit(alone, spoilt(value), work)).rejects.toThrow(RangeError);
  });

  test('the greatest one that they have is taken', async () => {
    const model = await randomForest.fit(
      randomForest.params.parse(params),
      spoilt(2 ** 128 - 2 ** 104),
      work,
    );
    expect(model.trees).toHaveLength(1);
  });
});
