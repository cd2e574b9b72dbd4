import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import { featureImportances } from '../../../estimators/forest/feature-importances.js';
import { randomForest } from '../../../estimators/forest/random-forest.js';
import { treeSeeds } from '../../../estimators/forest/tree-seeds.js';
import { expandTree } from '../../../estimators/tree/expand-tree.js';
import { type DataDescription, digest, makeDataset, probe, studyDigits } from './datasets.js';
import { describeTree } from './describe-tree.js';

interface ForestCase {
  readonly data: DataDescription;
  readonly params: Record<string, unknown>;
  readonly proba: string;
  readonly labels: string;
  readonly importances: string;
  readonly trees: readonly object[];
  readonly oobScore?: number;
  readonly oobDecisionFunction?: string;
  readonly neverLeftOut?: number;
}

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'));
const forests: Record<string, ForestCase> = fixture('forest');

const compute = openCompute();
const work: Work = { compute };
afterAll(() => compute.close());

describe("a forest is scikit-learn's, bit for bit", () => {
  test.for(Object.entries(forests))('%s', async ([, expected]) => {
    const train = makeDataset(expected.data);
    const params = randomForest.params.parse({ randomState: 42, ...expected.params });
    const model = await randomForest.fit(params, train, work);
    expect(model.trees.map(describeTree)).toEqual(expected.trees);
    const images = probe(train);
    const { data, rows, columns } = await randomForest.predictProba(model, images, work);
    expect([rows, columns]).toEqual([images.rows, model.classes.length]);
    expect(digest(data)).toBe(expected.proba);
    expect(digest(await randomForest.predict(model, images, work))).toBe(expected.labels);
    expect(digest(featureImportances(model))).toBe(expected.importances);
    expect(model.oobScore).toBe(expected.oobScore ?? null);
    const decision = model.oobDecisionFunction;
    expect(decision && digest(decision.data)).toBe(expected.oobDecisionFunction ?? null);
    if (decision) {
      const rowSums = Array.from({ length: decision.rows }, (_, row) =>
        decision.data.slice(row * decision.columns, (row + 1) * decision.columns).reduce((a, b) => a + b),
      );
      expect(rowSums.filter((sum) => sum === 0)).toHaveLength(expected.neverLeftOut!);
    }
  });

  test('a forest of 3 on 600 digits, node by node', async () => {
    const expected = fixture('forest-600');
    expect(treeSeeds(42, 3)).toEqual(expected.seeds);
    const params = randomForest.params.parse({ nEstimators: 3, randomState: 42 });
    const model = await randomForest.fit(params, studyDigits('train', 600), work);
    for (const [i, tree] of model.trees.entries()) {
      const { value, impurity, ...nodes } = expandTree(tree);
      const plain = Object.fromEntries(Object.entries(nodes).map(([name, array]) => [name, [...array]]));
      expect(plain).toEqual(expected.trees[i]);
    }
    const test14000 = studyDigits('test', 14_000);
    const { data } = await randomForest.predictProba(model, test14000.images, work);
    expect(Array.from({ length: 5 }, (_, row) => [...data.slice(10 * row, 10 * row + 10)])).toEqual(
      expected.proba,
    );
    const labels = await randomForest.predict(model, test14000.images, work);
    expect(labels.filter((label, i) => label === test14000.labels[i])).toHaveLength(expected.correct);
  });

  test("the study's forest of 100 on 56,000 digits", async () => {
    const expected = fixture('forest-study');
    const params = randomForest.params.parse({ randomState: 42 });
    const model = await randomForest.fit(params, studyDigits('train', 56_000), work);
    expect(model.trees.map((tree) => tree.feature.length)).toEqual(expected.nodes);
    expect(describeTree(model.trees[0]!)).toEqual(expected.firstTree);
    const test14000 = studyDigits('test', 14_000);
    const { data } = await randomForest.predictProba(model, test14000.images, work);
    expect(digest(data)).toBe(expected.proba);
    const labels = await randomForest.predict(model, test14000.images, work);
    expect(labels.filter((label, i) => label === test14000.labels[i])).toHaveLength(expected.correct);
    expect(digest(featureImportances(model))).toBe(expected.importances);
  });
});
