import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Finished, hashes, outcomes, restudy, root, stepLine, temporaryFolder } from './restudy.js';
import { writeSmallStudy } from './small-digits.js';

// What reruns, seen from outside: the whole study on 600 real digits, through the command line.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const cache = path.join(folder, 'cache');
let params: string;
let first: Finished;
const run = (...args: string[]) => restudy(['run', '--json', '--cache', cache, '--params', params, ...args]);

beforeAll(async () => {
  params = writeSmallStudy(folder);
  first = await run();
});

test('the first run runs every step', () => {
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(outcomes(first).ran).toHaveLength(24);
  expect(outcomes(first).other).toEqual([]);
  expect(first.lines.filter(({ type }) => type === 'model')).toHaveLength(9);
});

test('a forest takes the trees of an earlier one: only those it has more are grown', () => {
  expect(stepLine(first, 'rf')?.['log']).toEqual(['6 of 6 trees grown; the others were known.']);
  expect(stepLine(first, 'rf-tuned')?.['log']).toEqual(['10 of 16 trees grown; the others were known.']);
});

test('the second run is all hits', async () => {
  const second = await run();
  expect(outcomes(second)).toEqual({ ran: [], other: [] });
  expect(hashes(second)).toEqual(hashes(first));
});

test('a changed C reruns its SVC, its evaluation and the report; the old value is all hits again', async () => {
  expect(outcomes(await run('--set', 'svm.C=3')).ran).toEqual(['evaluate-svm', 'report', 'svm']);
  expect(outcomes(await run()).ran).toEqual([]);
});

test('a value added to a grid fits only that value, and nothing runs after it if the best stays', async () => {
  const more = await run('--set', 'svm-grid.grid.C=[0.1,1,10,1000]');
  expect(stepLine(more, 'svm-grid')?.['log']).toEqual(['5 of 20 fits; the others were known.']);
  expect(outcomes(more).ran).toEqual(['report', 'svm-grid']);
});

describe('from the sources', () => {
  const sources = path.join(folder, 'sources');
  const runSources = () => restudy(['run', '--json', '--cache', cache, '--params', params], { sources });
  const edit = (file: string, from: string | RegExp, to: string) => {
    const before = readFileSync(path.join(sources, file), 'utf8');
    expect(before).toMatch(from);
    writeFileSync(path.join(sources, file), before.replace(from, to));
  };

  beforeAll(() => {
    for (const part of [
      'cache',
      'cli',
      'estimators',
      'pipeline',
      'reports',
      'scripts',
      'stages',
      'tsconfig.json',
      'package.json',
    ]) {
      cpSync(path.join(root, part), path.join(sources, part), { recursive: true });
    }
    for (const built of ['kernels', 'worker.cjs']) {
      cpSync(path.join(root, 'dist', built), path.join(sources, 'dist', built), { recursive: true });
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(sources, 'node_modules'));
  });

  test('what the compiled program made is all hits', async () => {
    expect(outcomes(await runSources())).toEqual({ ran: [], other: [] });
  });

  test('an edited comment in the estimators is all hits', async () => {
    edit('estimators/matrix.ts', /\/\*\* /, '/** Edited. ');
    edit('estimators/svm/svc.ts', /\/\*\* /, '/** Edited. ');
    expect(outcomes(await runSources())).toEqual({ ran: [], other: [] });
  });

  test('a constant changed in the code of the SVC reruns exactly the steps that use the SVC', async () => {
    // How much a prediction task does: a constant of the code that happens to leave the results as they are.
    edit('estimators/svm/predict.ts', /const TASK_VALUES = /, 'const TASK_VALUES = 1 + ');
    expect(outcomes(await runSources()).ran).toEqual([
      'evaluate-final-svm',
      'evaluate-final-vote',
      'evaluate-svm',
      'evaluate-svm-tuned',
      'evaluate-vote',
      'evaluate-vote-svm',
      'final-svm',
      'final-vote',
      'svm',
      'svm-grid',
      'svm-tuned',
      'vote',
      'vote-svm',
    ]);
  });
});

test('results have the same bytes for any number of threads, on other Nodes, and from the sources', async () => {
  const other = process.env['OTHER_NODE'];
  const starts = [
    { args: ['--threads', '1'] },
    { args: ['--threads', '3'] },
    { args: [], sources: root },
    ...(other
      ? [
          { args: ['--threads', '2'], node: other },
          { args: [], node: other, sources: root },
        ]
      : []),
  ];
  for (const [index, { args, ...how }] of starts.entries()) {
    const fresh = path.join(folder, `cache-${index}`);
    const again = await restudy(['run', '--json', '--cache', fresh, '--params', params, ...args], how);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(hashes(again)).toEqual(hashes(first));
  }
});
