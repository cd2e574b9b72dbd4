import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';
import { copySources } from '../sources.js';
import { childrenOf, ranIn, runsIn, Watching } from '../watch/watching.js';
import { linkPackages } from '../workspace/own-project.js';

// What reruns when something is saved, seen from outside.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const open: Watching[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((watching) => watching.stop()));
});
function watching(
  args: readonly string[],
  how: { readonly sources?: string; readonly from?: string } = {},
): Watching {
  const one = new Watching(args, how);
  open.push(one);
  return one;
}

let name = 0;
/** A small study of its own: its params file and its cache. */
function smallStudy() {
  const own = path.join(folder, `study-${name++}`);
  const { folder: made } = temporaryFolder();
  renameSync(made, own);
  const params = writeSmallStudy(own);
  const cache = path.join(own, 'cache');
  return { own, params, cache, options: ['--params', params, '--cache', cache] };
}

function replace(file: string, from: string | RegExp, to: string): void {
  const before = readFileSync(file, 'utf8');
  expect(before).toMatch(from);
  writeFileSync(file, before.replace(from, to));
}

async function runsOf(cache: string) {
  return (await restudy(['runs', '--json', '--cache', cache])).lines;
}

describe('the params file', () => {
  test('a burst of saves is one run, with what was saved last', async () => {
    const { params, cache, options } = smallStudy();
    const seen = watching(['evaluate-rf', ...options]);
    expect(ranIn(await seen.upTo('waiting'))).toEqual(['digits', 'evaluate-rf', 'rf', 'split']);
    for (const trees of [7, 8, 9]) {
      replace(params, /nEstimators: \d\n/, `nEstimators: ${trees}\n`);
      await sleep(20);
    }
    const lines = await seen.upTo('waiting');
    expect(runsIn(lines)).toBe(1);
    expect(ranIn(lines)).toEqual(['evaluate-rf', 'rf']);
    expect(lines.find(({ step }) => step === 'rf')?.['reasons']).toEqual([
      { kind: 'param', name: 'nEstimators', before: 6, now: 9 },
    ]);
    expect(await runsOf(cache)).toHaveLength(2);
  });

  test('a comment in it, or saving it as it was, runs nothing', async () => {
    const { params, options } = smallStudy();
    const seen = watching(['rf', ...options]);
    await seen.upTo('waiting');
    writeFileSync(params, `# A comment.\n${readFileSync(params, 'utf8')}`);
    await sleep(600);
    writeFileSync(params, readFileSync(params));
    await sleep(600);
    replace(params, 'nEstimators: 6', 'nEstimators: 7');
    expect(runsIn(await seen.upTo('waiting'))).toBe(1);
  });

  test('what is wrong in it is said; the next save mends it', async () => {
    const { params, options } = smallStudy();
    const seen = watching(['rf', ...options]);
    await seen.upTo('waiting');
    replace(params, 'nEstimators: 6', 'nEstimators: -6');
    const [crashed] = (await seen.upTo('waiting')).filter(({ type }) => type === 'crashed');
    expect(crashed?.['message']).toMatch(/^--params .*params\.yaml: .*nEstimators must be .*; got -6\./);
    replace(params, 'nEstimators: -6', 'nEstimators: 7');
    expect(ranIn(await seen.upTo('waiting'))).toEqual(['rf']);
  });

  test('one that is not there yet is waited for', async () => {
    const { params, options } = smallStudy();
    const hidden = `${params}.hidden`;
    renameSync(params, hidden);
    const seen = watching(['split', ...options]);
    const [crashed] = (await seen.upTo('waiting')).filter(({ type }) => type === 'crashed');
    expect(crashed?.['message']).toMatch(/cannot read the file/);
    renameSync(hidden, params);
    expect(ranIn(await seen.upTo('waiting'))).toEqual(['digits', 'split']);
  });
});

test('a file of data that is replaced, deleted or made again is read again', async () => {
  const { own, options } = smallStudy();
  const labels = path.join(own, 'trainLabels');
  const bytes = readFileSync(labels);
  const seen = watching(['explore', ...options]);
  await seen.upTo('waiting');

  const other = Buffer.from(bytes);
  other[other.length - 1] = (other.at(-1)! + 1) % 10;
  writeFileSync(`${labels}.new`, other);
  renameSync(`${labels}.new`, labels);
  expect(ranIn(await seen.upTo('waiting'))).toEqual(['digits', 'explore']);

  renameSync(labels, `${labels}.away`);
  const [crashed] = (await seen.upTo('waiting')).filter(({ type }) => type === 'crashed');
  expect(crashed?.['message']).toMatch(/^Cannot read the trainLabels file .*trainLabels: ENOENT/);

  writeFileSync(labels, bytes);
  const again = await seen.upTo('waiting');
  expect(ranIn(again)).toEqual([]);
  expect(again.at(-2)).toMatchObject({ type: 'run-ended', outcome: 'done' });
});

describe('a fit of several seconds', () => {
  /** A study of all digits with one slow step, at work on it. */
  async function atWork() {
    const own = path.join(folder, `slow-${name++}`);
    const cache = path.join(own, 'cache');
    const params = `${own}.yaml`;
    writeFileSync(params, stringify({ svm: { trainOn: 20_000 } }));
    // One thread, so that whoever watches has a core too.
    const seen = watching(['svm', '--params', params, '--cache', cache, '--threads', '1']);
    // The fit begins when its input is there.
    while (!seen.lines.some(({ step }) => step === 'split')) await seen.upTo('step');
    await sleep(300);
    expect(seen.lines.some(({ step }) => step === 'svm')).toBe(false);
    return { seen, params, cache };
  }

  // A machine that is busy with other things may need more time, but not each time.
  test('a param edited meanwhile cancels it within a second and gives the new result', {
    retry: 2,
  }, async () => {
    const { seen, params, cache } = await atWork();
    writeFileSync(params, stringify({ svm: { trainOn: 200 } }));
    const savedAt = statSync(params).mtimeMs;
    expect(ranIn(await seen.upTo('waiting'))).toEqual(['svm']);
    const [second, first] = await runsOf(cache);
    expect([first?.['outcome'], second?.['outcome']]).toEqual(['interrupted', 'done']);
    const endedAfterMs = Date.parse(String(first?.['endedAt'])) - savedAt;
    expect(endedAfterMs).toBeGreaterThanOrEqual(0);
    expect(endedAfterMs).toBeLessThan(1000);
  });

  test('Ctrl-C ends it and the run: exit code 130, no process left, the run recorded as interrupted', async () => {
    const { seen, cache } = await atWork();
    const [run] = childrenOf(seen.child.pid!);
    expect(run).toBeDefined();
    expect(await seen.stop()).toBe(130);
    await gone(run!);
    expect(await runsOf(cache)).toMatchObject([{ outcome: 'interrupted' }]);
  });

  test('a run whose watch is killed ends, and is recorded as interrupted', async () => {
    const { seen, cache } = await atWork();
    const [run] = childrenOf(seen.child.pid!);
    expect(run).toBeDefined();
    seen.child.kill('SIGKILL');
    await gone(run!);
    expect(await runsOf(cache)).toMatchObject([{ outcome: 'interrupted' }]);
  });
});

/** Waits until a process has ended; the test's own time limit is the only one. */
async function gone(pid: number): Promise<void> {
  while (existsSync(`/proc/${pid}`)) await sleep(20);
}

describe('from the sources', () => {
  const sources = path.join(folder, 'sources');
  let edit: (file: string, from: string, to: string) => void;
  let seen: Watching;

  beforeAll(() => {
    ({ edit } = copySources(sources));
  });

  test('a syntax error is shown with its place, and mending it runs what was edited', async () => {
    const { options } = smallStudy();
    seen = watching(['evaluate-rf', ...options], { sources });
    expect(ranIn(await seen.upTo('waiting'))).toEqual(['digits', 'evaluate-rf', 'rf', 'split']);

    edit('estimators/forest/tree-seeds.ts', 'export function', 'export function = 1; function');
    const broken = await seen.upTo('waiting');
    expect(runsIn(broken)).toBe(0);
    expect(broken.map(({ type }) => type)).toEqual(['saved', 'unreadable', 'waiting']);
    const file = path.join(sources, 'estimators/forest/tree-seeds.ts');
    expect(broken[1]?.['faults']).toMatchObject([
      { message: expect.any(String), place: { file, lineText: expect.stringContaining('function = 1') } },
    ]);

    // What it was, with a comment, and one line elsewhere that counts.
    edit('estimators/forest/tree-seeds.ts', 'export function = 1; function', '/* mended */ export function');
    expect(ranIn(await seen.upTo('waiting'))).toEqual([]);
    edit('estimators/metrics/accuracy.ts', '/**', '/** Edited: ');
    edit('stages/content/evaluate.ts', 'async run(', 'other: 1, async run(');
    const mended = await seen.upTo('waiting');
    expect(runsIn(mended)).toBe(1);
    expect(ranIn(mended)).toEqual(['evaluate-rf']);
  });
});

test('a package that is updated, or patched where it is installed, is noticed', async () => {
  const home = path.join(folder, 'with-a-package');
  const helpers = path.join(home, 'node_modules/helpers');
  mkdirSync(helpers, { recursive: true });
  linkPackages(home);
  writeFileSync(path.join(home, 'package.json'), '{ "type": "module", "restudy": { "study": "study.mjs" } }');
  writeFileSync(
    path.join(helpers, 'package.json'),
    '{ "name": "helpers", "version": "1.0.0", "exports": "./by.mjs" }',
  );
  writeFileSync(path.join(helpers, 'by.mjs'), 'export const by = 2;\n');
  writeFileSync(
    path.join(home, 'study.mjs'),
    `import { by } from 'helpers';
import { artifactType, defineStage, defineStudy } from 'restudy';
import * as z from 'zod';
export const times = defineStage({
  name: 'times',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: {},
  outputs: { number: artifactType('number') },
  uses: {},
  run: async () => ({ number: by }),
});
export default defineStudy('watched', (step) => {
  step('times', times, {});
});
`,
  );
  const seen = watching([], { from: home });
  expect(ranIn(await seen.upTo('waiting'))).toEqual(['times']);
  writeFileSync(path.join(helpers, 'by.mjs'), 'export const by = 3;\n');
  expect(ranIn(await seen.upTo('waiting'))).toEqual(['times']);
  writeFileSync(
    path.join(helpers, 'package.json'),
    '{ "name": "helpers", "version": "1.1.0", "exports": "./by.mjs" }',
  );
  expect(ranIn(await seen.upTo('waiting'))).toEqual(['times']);
});
