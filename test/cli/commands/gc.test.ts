import { statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outcomes, restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';

// `restudy cache gc` after varied runs of the whole study on 600 real digits.

const { folder, remove } = temporaryFolder();
afterAll(remove);
const cache = path.join(folder, 'cache');
let common: string[];
const gc = (...args: string[]) => restudy(['cache', 'gc', '--json', ...common, ...args]);
const run = (...args: string[]) => restudy(['run', '--json', ...common, ...args]);
const stats = async () => (await restudy(['cache', 'stats', '--json', ...common])).lines[0]!;
const onDisk = () => statSync(path.join(cache, 'data.mdb')).size;

beforeAll(async () => {
  common = ['--cache', cache, '--params', writeSmallStudy(folder)];
  await run();
  for (const C of [2, 3, 4]) await run('svm', '--set', `svm.C=${C}`);
  await run('evaluate-rf', '--set', 'rf.nEstimators=60');
});

test('a dry run says what would be freed and changes nothing', async () => {
  const before = await stats();
  const { code, lines } = await gc('--dry-run', '--keep-runs', '0');
  expect(code).toBe(0);
  expect(lines[0]).toMatchObject({ type: 'cache-gc', done: false, others: [], problem: null });
  expect(lines[0]!['records']).toBeGreaterThanOrEqual(5);
  expect(await stats()).toEqual(before);
});

test('frees what it says, and the study as it is now has nothing to do', async () => {
  const [before, size] = [await stats(), onDisk()];
  const { code, lines, stderr } = await gc('--keep-runs', '0');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const freed = lines[0] as unknown as Record<string, number>;
  const after = await stats();
  for (const what of ['records', 'cells', 'artifacts', 'artifactBytes']) {
    expect(Number(before[what]) - Number(after[what])).toBe(freed[what]);
  }
  expect(freed).toMatchObject({ done: true, bytesBefore: size, bytesAfter: onDisk() });
  expect(size - onDisk()).toBeGreaterThan(freed['artifactBytes']! / 2);
  expect(outcomes(await run())).toEqual({ ran: [], other: [] });
  expect((await restudy(['cache', 'verify', ...common])).code).toBe(0);
  // The cells of the study's steps are there, too: only the new value of the grid is fitted.
  const more = await run('svm-grid', '--set', 'svm-grid.grid.C=[0.1,1,10,100]');
  expect(more.lines.find(({ step }) => step === 'svm-grid')).toMatchObject({
    log: ['5 of 20 fits; the others were known.'],
  });
});

test('what the newest runs used is kept, and that of an age', async () => {
  await run('svm', '--set', 'svm.C=5');
  await gc('--keep-runs', '1');
  expect(outcomes(await run('svm', '--set', 'svm.C=5')).ran).toEqual([]);
  expect((await gc('--keep-runs', '0', '--older-than', '1h')).lines[0]).toMatchObject({ records: 0 });
  expect(outcomes(await run('svm', '--set', 'svm.C=5')).ran).toEqual([]);
});

test('a size that the study does not fit into is refused with the way out, and nothing of it is deleted', async () => {
  const { code, stderr } = await gc('--keep-runs', '0', '--max-size', '20kB');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^restudy: what is kept takes up [\d.]+ MB, more than --max-size 0\.0 MB: .*--keep-runs/,
  );
  expect(outcomes(await run()).ran).toEqual([]);
});

test('bad amounts are refused with the rule', async () => {
  const refused = async (...args: string[]) => {
    const { code, stderr } = await gc(...args);
    expect(code).toBe(2);
    return stderr;
  };
  expect(await refused('--older-than', 'soon')).toContain(
    '--older-than must be a length of time such as 45m',
  );
  expect(await refused('--max-size', '5')).toContain(
    '--max-size must be a size such as 500MB or 1.5GB; got "5"',
  );
  expect(await refused('--keep-runs', '-1')).toContain('--keep-runs must be a whole number from 0');
});
