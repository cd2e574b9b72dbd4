import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finished, outcomes, restudy, start, temporaryFolder } from './restudy.js';
import { writeSmallStudy } from './small-digits.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);
let params: string;
beforeAll(() => {
  params = writeSmallStudy(folder);
});

/** Runs restudy with a cache of its own; says what it printed and whether it left a cache behind. */
async function refused(args: readonly string[], cache = path.join(folder, `refused-${Math.random()}`)) {
  const { code, stderr, stdout } = await restudy([...args, '--cache', cache]);
  return { code, stderr, stdout, wrote: existsSync(cache) };
}

describe('bad usage is one clear line, exit code 2, and nothing written', () => {
  test.each([
    [['run', '--set', 'svm.C=-1'], /^restudy: --set svm\.C=-1: .*C must be .*; got -1\..*\n$/],
    [
      ['run', '--set', 'svn.C=1'],
      /^restudy: --set svn\.C=1: there is no step "svn"\. Did you mean "svm"\?\n$/,
    ],
    [
      ['run', '--set', 'svm.c=1'],
      /^restudy: --set svm\.c=1: step "svm" has no param "c"\. Did you mean "C"\?\n$/,
    ],
    [['run', '--set', 'svm=1'], /^restudy: --set svm=1: write it as --set step\.param=value/],
    [
      ['run', '--set', 'svm-grid.grid.C=[1,-2]'],
      /^restudy: --set svm-grid\.grid\.C=\[1,-2\]: C must be .*; got -2\..*\n$/,
    ],
    [['run', '--set', 'svm-grid.grid.D=[1]'], /^restudy: .*D.*\n$/],
    [['run', 'svmm'], /^restudy: There is no step "svmm"\. Did you mean "svm"\?\n$/],
    [['run', '--force', 'svmm'], /^restudy: There is no step "svmm"/],
    [['run', '--threads', '0'], /^restudy: --threads must be a whole number from 1 to 1024; got "0"\.\n$/],
    [['run', '--params', '/nowhere.yaml'], /^restudy: --params \/nowhere\.yaml: cannot read the file: .*\n$/],
    [['get', 'svm.modle'], /^restudy: svm\.modle: there is no output "modle"\. Did you mean "model"\?\n$/],
  ])('%j', async (args, message) => {
    const { code, stderr, stdout, wrote } = await refused(args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    if (args[0] === 'run') expect(wrote).toBe(false);
  });

  test('an unknown option or command', async () => {
    expect(await refused(['run', '--sett', 'svm.C=1'])).toMatchObject({ code: 2, wrote: false });
    expect(await refused(['rum'])).toMatchObject({ code: 2, wrote: false });
  });

  test('a params file that is not what it should be, with its line', async () => {
    const file = path.join(folder, 'broken.yaml');
    writeFileSync(file, 'svm:\n  C: [1\n');
    expect((await refused(['run', '--params', file])).stderr).toMatch(/this is not YAML \(line \d\)/);
    writeFileSync(file, '- svm\n');
    expect((await refused(['run', '--params', file])).stderr).toMatch(/must be a mapping: step ids/);
    writeFileSync(file, '? '.repeat(600));
    expect((await refused(['run', '--params', file])).stderr).toMatch(
      /a name cannot be a mapping or a list/i,
    );
  });
});

describe('bad data and a bad cache are one clear line and exit code 1', () => {
  test('a truncated IDX file', async () => {
    const cut = path.join(folder, 'cut-images');
    writeFileSync(cut, readFileSync(path.join(folder, 'trainImages')).subarray(0, 10_000));
    const cache = path.join(folder, 'truncated');
    const args = [
      'run',
      'digits',
      '--params',
      params,
      '--set',
      `digits.trainImages=${cut}`,
      '--cache',
      cache,
    ];
    const { code, stdout } = await restudy(args);
    expect(code).toBe(1);
    expect(stdout).toMatch(/digits: failed: .*cut-images.*(truncated|bytes).*/);
    const stats = JSON.parse((await restudy(['cache', 'stats', '--json', '--cache', cache])).stdout);
    expect(stats).toMatchObject({ artifacts: 0, records: 0, cells: 0 });
  });

  test('a cache folder that cannot be one', async () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, 'text');
    const { code, stderr } = await restudy(['run', '--cache', path.join(file, 'cache')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^restudy: .*a-file\/cache.*\n$/);
    expect(readFileSync(file, 'utf8')).toBe('text');
  });

  test('a cache that is damaged from end to end', async () => {
    const cache = path.join(folder, 'rubbish');
    mkdirSync(cache);
    writeFileSync(path.join(cache, 'data.mdb'), 'this is no cache'.repeat(1000));
    const { code, stderr } = await restudy(['run', '--cache', cache]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^restudy: .*rubbish.*\n$/);
  });

  test('a result that is not there yet', async () => {
    const { code, stderr } = await refused(['get', 'split.indices', '--params', params]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /There is no result of "split" for these params yet\. restudy run split makes it\.\n$/,
    );
  });
});

test('Ctrl-C during a fit ends the run; what was finished is kept and the next run continues', {
  timeout: 60_000,
}, async () => {
  const cache = path.join(folder, 'interrupted');
  // The whole training set: a fit that takes several seconds.
  const args = ['run', 'rf', '--cache', cache];
  const child = start(args);
  const end = finished(child);
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (text: string) => {
      if (text.includes('rf: running')) resolve();
    });
  });
  // Finished trees are kept now and then: as soon as there are some, there is something to lose.
  const keptTrees = async () =>
    Number((await restudy(['cache', 'stats', '--json', '--cache', cache])).lines[0]?.['cells']);
  while ((await keptTrees()) === 0) await sleep(50);
  child.kill('SIGINT');
  const { code, stdout } = await end;
  expect(code).toBe(130);
  expect(stdout).not.toMatch(/rf: ran/);
  expect(await restudy(['cache', 'verify', '--cache', cache])).toMatchObject({ code: 0 });
  const next = await restudy([...args, '--json']);
  expect(next.code).toBe(0);
  expect(outcomes(next).ran).toEqual(['rf']);
  const log = String(next.lines.find(({ step }) => step === 'rf')?.['log']);
  expect(Number(/^(\d+) of 100 trees/.exec(log)?.[1])).toBeLessThan(100);
});
