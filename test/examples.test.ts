import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { type Finished, outcomes, restudy, root, stepLine, temporaryFolder } from './cli/restudy.js';
import { writeSmallDigits } from './cli/small-digits.js';

// Each example is run as its reader would, but for the number of digits where there are digits.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const small = Object.entries(writeSmallDigits(folder)).flatMap(([name, value]) => [
  '--set',
  `digits.${name}=${value}`,
]);
const runAsItIs = (example: string, ...args: string[]) => {
  const study = path.join(root, 'examples', example, 'study.ts');
  return restudy(['run', '--json', '--study', study, '--cache', path.join(folder, 'cache'), ...args]);
};
const run = (example: string, ...args: string[]) => runAsItIs(example, ...small, ...args);

/** Runs a program; Node 20 needs help with its types. */
async function program(example: string): Promise<string> {
  const args = ['--import', './scripts/ts-node.mjs', `examples/${example}/main.ts`];
  return (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout;
}

const correct = ({ lines }: Finished) => lines.find(({ type }) => type === 'model')?.['correct'];

const tested: Readonly<Record<string, () => Promise<void>>> = {
  async '01-rerun'() {
    const first = await run('01-rerun');
    expect(outcomes(first)).toEqual({ ran: ['centroid', 'digits', 'evaluate', 'split'], other: [] });
    expect(correct(first)).toBeGreaterThan(80);
    const second = await run('01-rerun', '--set', 'split.randomState=1');
    expect(outcomes(second).ran).toEqual(['centroid', 'evaluate', 'split']);
  },
  async '02-own-stage'() {
    const first = await run('02-own-stage');
    expect(outcomes(first)).toMatchObject({
      ran: expect.arrayContaining(['binarize-test', 'binarize-train']),
      other: [],
    });
    expect(correct(first)).toBeGreaterThan(80);
    expect(stepLine(first, 'binarize-test')?.['log']).toEqual([expect.stringMatching(/pixels are white/)]);
  },
  async '03-cells-and-progress'() {
    const first = await run('03-cells-and-progress');
    expect(stepLine(first, 'curve')?.['log']).toEqual(['2 of 2 sizes were not known.']);
    const second = await run('03-cells-and-progress', '--set', 'curve.sizes=[100,500,1000]');
    expect(stepLine(second, 'curve')?.['log']).toEqual(['1 of 3 sizes were not known.']);
  },
  async '04-estimators-alone'() {
    expect(await program('04-estimators-alone')).toMatch(/18\d\d of 2000 are right/);
  },
  async '05-grid-search-own-classifier'() {
    const first = await run('05-grid-search-own-classifier');
    expect(stepLine(first, 'grid')?.['log']).toEqual(['9 of 9 fits; the others were known.']);
    const second = await run('05-grid-search-own-classifier', '--set', 'grid.grid.epochs=[1,2,4,5]');
    expect(stepLine(second, 'grid')?.['log']).toEqual(['3 of 12 fits; the others were known.']);
  },
  async '06-run-from-a-program'() {
    const printed = await program('06-run-from-a-program');
    expect(printed).toContain('evaluate ran');
    expect(printed).toMatch(/11\d\d\d of 14000 are right/);
  },
  async '07-a-table'() {
    const ran = await runAsItIs('07-a-table');
    const right = ran.lines.flatMap(({ type, model, correct }) =>
      type === 'model' ? [[model, correct]] : [],
    );
    // scikit-learn's own numbers, of 54.
    expect(Object.fromEntries(right)).toEqual({ rf: 54, svm: 53 });
  },
};

test('every example has a test', () => {
  const folders = readdirSync(path.join(root, 'examples'), { withFileTypes: true });
  expect(
    folders
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(tested));
});

describe('an example', () => {
  test.each(Object.entries(tested))('%s', (_, check) => check());
});
