import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import { decisionTree } from '../../../estimators/tree/decision-tree.js';
import { treeImportances } from '../../../estimators/tree/feature-importances.js';
import { type DataDescription, digest, makeDataset, probe } from '../forest/datasets.js';
import { describeTree } from '../forest/describe-tree.js';

interface TreeCase {
  readonly data: DataDescription;
  readonly params: Record<string, unknown>;
  readonly proba: string;
  readonly labels: string;
  readonly importances: string;
  readonly tree: object;
}

const trees: Record<string, TreeCase> = JSON.parse(
  readFileSync(new URL('../../fixtures/tree.json', import.meta.url), 'utf8'),
);

const compute = openCompute();
const work: Work = { compute };
afterAll(() => compute.close());

describe("a decision tree is scikit-learn's, bit for bit", () => {
  test.for(Object.entries(trees))('%s', async ([, expected]) => {
    const train = makeDataset(expected.data);
    const params = decisionTree.params.parse({ randomState: 42, ...expected.params });
    const model = await decisionTree.fit(params, train, work);
    expect(describeTree(model.tree)).toEqual(expected.tree);
    const images = probe(train);
    const { data, rows, columns } = await decisionTree.predictProba(model, images, work);
    expect([rows, columns]).toEqual([images.rows, model.classes.length]);
    expect(digest(data)).toBe(expected.proba);
    expect(digest(await decisionTree.predict(model, images, work))).toBe(expected.labels);
    expect(digest(treeImportances(model.tree))).toBe(expected.importances);
  });
});
