import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Classifier } from '../../estimators/classifier.js';
import { openCompute } from '../../estimators/compute/compute.js';
import type { describeClassifier } from '../classifier-contract.js';
import { outcomes, restudy, root, stepLine, temporaryFolder } from '../cli/restudy.js';
import { writeSmallStudy } from '../cli/small-digits.js';
import { copySources } from '../cli/sources.js';
import type { ClassifierCase } from '../estimators/contract/case.js';
import { splitDigits } from '../estimators/svm/datasets.js';
import { typeErrors } from './type-errors.js';
import { blocksOf, follow } from './walk.js';

// docs/add-a-classifier.md, followed by the letter in a copy of the sources.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const page = path.join(root, 'docs/add-a-classifier.md');
const blocks = blocksOf(page);
const labelled = (label: string) => blocks.filter((block) => block.label === label).map(({ text }) => text);
const touched = [...new Set(blocks.map(({ label }) => label).filter((label) => label.includes('/')))];

const sources = copySources(path.join(folder, 'sources'));
for (const part of ['test/classifier-contract.ts', 'test/estimators/contract', 'test/estimators/svm']) {
  cpSync(path.join(root, part), path.join(sources.folder, part), { recursive: true });
}
follow(blocks, sources.folder);
const followed = <Module>(file: string): Promise<Module> => import(path.join(sources.folder, file));

test('the page adds an estimator, a stage, and lines to the study, the indexes and the contract', () => {
  expect(touched).toEqual([
    'estimators/naive-bayes/multinomial-nb.ts',
    'stages/train/train-multinomial-nb.ts',
    'stages/study.ts',
    'estimators/index.ts',
    'stages/index.ts',
    'test/estimators/contract/cases.ts',
  ]);
});

test('its code compiles, and wrong wiring gives the errors that it quotes', () => {
  const study = path.join(sources.folder, 'stages/study.ts');
  const right = readFileSync(study, 'utf8');
  const [line, wiring] = /^ .*'nb', trainMultinomialNb, (\{.*\})\).*\n/m.exec(right) ?? [];
  const wrong = ['{ inputs: { train: exploration } }', '{ params: { alfa: 0.5 }, inputs: { train } }'];
  const lines = wrong.map((wires) => line!.replace(wiring!, wires));
  writeFileSync(study, right.replace(line!, `${line}${lines.join('')}`));
  try {
    const quoted = labelled('error').map((text) => text.trimEnd());
    expect(typeErrors(sources.folder, touched)).toEqual(quoted);
  } finally {
    writeFileSync(study, right);
  }
});

test('of a study that has run, only the new steps run, and they are in the table and in the report', async () => {
  const args = ['--json', '--cache', path.join(folder, 'cache'), '--params', writeSmallStudy(folder)];
  expect(await restudy(['run', ...args])).toMatchObject({ code: 0 });
  const run = await restudy(['run', ...args], { sources: sources.folder });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(outcomes(run)).toEqual({ ran: labelled('steps')[0]!.trimEnd().split('\n'), other: [] });
  // As many as scikit-learn's MultinomialNB has of these digits.
  expect(run.lines.filter(({ type }) => type === 'model')).toContainEqual(
    expect.objectContaining({ model: 'nb', total: 120, correct: 93 }),
  );
  const { reasons } = stepLine(run, 'report') as unknown as {
    readonly reasons: readonly { name: string }[];
  };
  expect(reasons.map(({ name }) => name)).toEqual([
    'models.nb',
    'predictions.nb',
    'probabilities.nb',
    'scores.nb',
  ]);
});

describe('the classifier', async () => {
  const { multinomialNb } = await followed<{ readonly multinomialNb: Classifier }>('estimators/index.ts');
  const { cases } = await followed<{ readonly cases: Readonly<Record<string, ClassifierCase>> }>(
    'test/estimators/contract/cases.ts',
  );
  const contract = await followed<{ readonly describeClassifier: typeof describeClassifier }>(
    'test/classifier-contract.ts',
  );
  contract.describeClassifier('held to the contract', cases['multinomialNb']!);

  test("labels the study's test images as scikit-learn does, by the count and hash that the page quotes", async () => {
    const compute = openCompute(2);
    try {
      const { train, test } = splitDigits(56_000);
      const model = await multinomialNb.fit(multinomialNb.params.parse({}), train, { compute });
      const labels = await multinomialNb.predict(model, test.images, { compute });
      const correct = labels.filter((label, row) => label === test.labels[row]).length;
      const printed = `${correct} ${createHash('sha256').update(labels).digest('hex')}\n`;
      expect(labelled('scikit-learn')).toEqual([printed]);
      const shown = `${correct.toLocaleString('en')} of the 14,000 test images right (${(correct / 140).toFixed(2)} %)`;
      expect(readFileSync(page, 'utf8')).toContain(shown);
    } finally {
      await compute.close();
    }
  });
});
