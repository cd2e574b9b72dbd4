import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Finished, finished, hashes, outcomes, restudy, start, temporaryFolder } from './restudy.js';
import { writeSmallStudy } from './small-digits.js';

// Two processes run the same cold study on one cache at the same time.

const { folder, remove } = temporaryFolder();
afterAll(remove);
let params: string;
beforeAll(() => {
  params = writeSmallStudy(folder);
});

const run = (cache: string) =>
  start(['run', '--json', '--cache', path.join(folder, cache), '--params', params]);

/** step -> the outcomes that processes reported, sorted */
function together(...all: readonly Finished[]): Record<string, string[]> {
  const byStep: Record<string, string[]> = {};
  for (const { lines } of all) {
    for (const { type, step, outcome } of lines) {
      if (type !== 'step') continue;
      byStep[String(step)] = [...(byStep[String(step)] ?? []), String(outcome)];
    }
  }
  return Object.fromEntries(Object.entries(byStep).map(([step, told]) => [step, told.sort()]));
}

test('each step is computed once in total', async () => {
  const [first, second] = await Promise.all([finished(run('once')), finished(run('once'))]);
  expect([first, second]).toMatchObject([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  const told = together(first, second);
  expect(Object.keys(told)).toHaveLength(24);
  // final-svm may be the very result of another step; whoever computes it, nobody else does.
  for (const [step, both] of Object.entries(told)) {
    expect({ step, both }).toEqual({ step, both: both.includes('ran') ? ['hit', 'ran'] : ['hit', 'hit'] });
  }
  const cache = path.join(folder, 'once');
  const runs = await restudy(['runs', '--json', '--cache', cache]);
  const keys = runs.lines.flatMap(({ steps }) =>
    (steps as { key: string; outcome: string }[])
      .filter(({ outcome }) => outcome === 'ran')
      .map(({ key }) => key),
  );
  expect(new Set(keys).size).toBe(keys.length);
  const stats = await restudy(['cache', 'stats', '--json', '--cache', cache]);
  expect(stats.lines[0]).toMatchObject({ records: keys.length });
  expect(hashes(first)).toEqual(hashes(second));
});

/** The index of a process, once it has told of three steps that it ran. */
function toldOfThree(child: ReturnType<typeof run>, index: number): Promise<number> {
  return new Promise((resolve) => {
    let told = '';
    child.stdout!.on('data', (text: string) => {
      told += text;
      if (told.split('"outcome":"ran"').length > 3) resolve(index);
    });
  });
}

test('what a process leaves that is killed is taken over, and computed once more at most', async () => {
  const both = [run('taken-over'), run('taken-over')] as const;
  const ended = both.map(finished);
  // In the middle: when one has told of a few steps that it ran, it is at work on others.
  const holder = await Promise.race(both.map(toldOfThree));
  both[holder]!.kill('SIGKILL');
  const killed = await ended[holder]!;
  const survivor = await ended[1 - holder]!;
  expect(killed.code).toBeNull();
  expect(survivor).toMatchObject({ code: 0, stderr: '' });
  expect(outcomes(survivor).other).toEqual([]);
  // No step that the killed one had told of ran again.
  const told = together(killed, survivor);
  expect(Object.keys(told)).toHaveLength(24);
  expect(Object.entries(told).filter(([, both]) => both.join() === 'ran,ran')).toEqual([]);
  const again = await finished(run('taken-over'));
  expect(outcomes(again)).toEqual({ ran: [], other: [] });
  expect(hashes(again)).toEqual(hashes(survivor));
});
