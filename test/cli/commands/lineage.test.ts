import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Finished, hashes, restudy, stepLine, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';

// Where results come from, and what became of them from run to run, seen from outside.

const { folder, remove } = temporaryFolder();
afterAll(remove);
const cache = path.join(folder, 'cache');
let common: string[];
let first: Finished;
let second: Finished;

beforeAll(async () => {
  common = ['--cache', cache, '--params', writeSmallStudy(folder)];
  first = await restudy(['run', '--json', '--tag', 'paper', ...common]);
  second = await restudy(['run', '--json', '--set', 'svm.C=0.01', ...common]);
  expect([first.code, second.code]).toEqual([0, 0]);
});

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const outputOf = (run: Finished, step: string, output: string) =>
  (hashes(run)[step] as Record<string, string>)[output]!;
const longest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

/** Runs restudy where it must do well, and returns what it printed. */
async function said(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await restudy(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

/** Runs restudy where it must refuse, in one line. */
async function refused(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await restudy(args);
  expect(code).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  return stderr;
}

describe('lineage', () => {
  test('reaches the hashes and the source of the data, in 100 columns', async () => {
    const text = await said('lineage', 'evaluate-final-vote.scores', ...common);
    expect(longest(text)).toBeLessThanOrEqual(100);
    expect(text).toContain(`evaluate-final-vote.scores ${outputOf(first, 'evaluate-final-vote', 'scores')}`);
    expect(text).toContain(`digits.dataset      ${outputOf(first, 'digits', 'dataset')}`);
    expect(text).toContain(`file trainImages    ${sha256(path.join(folder, 'trainImages'))}`);
    expect(text).toMatch(/^ {2}source +local IDX files$/m);
    expect(text).toMatch(/^ {2}Node v\d+.*, \d+ threads?,/m);
    expect(text).toMatch(/^packages\n(?: {2}.*\n)*? {2}.*zod \d/m);
    for (const step of ['final-vote', 'final-svm', 'rf-tuned', 'svm-grid', 'rf-grid', 'split', 'digits']) {
      expect(text).toMatch(new RegExp(`[├└]─ \\S+: ${step}\\.\\w+ [0-9a-f]{12}`));
    }
  });

  test('as JSON has a line for each record, with links to the lines of others', async () => {
    const { lines } = await restudy(['lineage', 'evaluate-svm', '--json', ...common]);
    const records = lines.filter(({ type }) => type === 'lineage-step');
    expect(lines[0]).toMatchObject({ type: 'lineage', step: 'evaluate-svm', key: records[0]!['key'] });
    expect(records.map(({ step }) => step)).toEqual(['evaluate-svm', 'svm', 'split', 'digits']);
    const keys = records.map(({ key }) => key);
    for (const { from } of records) {
      for (const { key } of from as { key: string }[]) expect(keys).toContain(key);
    }
    expect(lines.at(-1)).toMatchObject({
      type: 'lineage-data',
      step: 'digits',
      files: { testLabels: sha256(path.join(folder, 'testLabels')) },
      description: { source: 'local IDX files' },
    });
  });

  test('--down names every step that used the data, of every run', async () => {
    const text = await said('lineage', '--down', 'digits.dataset', ...common);
    expect(longest(text)).toBeLessThanOrEqual(100);
    for (const step of Object.keys(hashes(first)).filter((id) => id !== 'digits')) {
      expect(text).toMatch(new RegExp(`[├└]─ ${step} \\(as `));
    }
    expect(text).toMatch(/─ svm \(as train\) {2}C=1$/m);
    expect(text).toMatch(/─ svm \(as train\) {2}C=0\.01$/m);
  });

  test('takes the beginning of a hash, of a result that is not current too, and of its key', async () => {
    const hash = outputOf(second, 'svm', 'model');
    expect(await said('lineage', hash.slice(0, 12), ...common)).toMatch(
      new RegExp(`^svm\\.model ${hash}\\n[\\s\\S]*C=0\\.01`),
    );
    const key = String(stepLine(second, 'svm')!['key']);
    expect(await said('lineage', key.slice(0, 12), ...common)).toMatch(/^svm\n[\s\S]*C=0\.01/);
    expect(await said('lineage', 'latest:svm.model', '--cache', cache)).toContain(hash);
    expect(await said('lineage', 'paper:svm.model', '--cache', cache)).not.toContain(hash);
  });

  test('knows an exported file by its bytes, an array or plain value by what it says, and data by its hash', async () => {
    const bin = path.join(folder, 'model.bin');
    await said('get', 'latest:svm.model', '--format', 'bin', '-o', bin, '--cache', cache);
    expect(await said('lineage', '--file', bin, ...common)).toMatch(/^svm\.model [\s\S]*C=0\.01/);

    const npy = path.join(folder, 'probabilities.npy');
    await said('get', 'evaluate-rf.probabilities', '--format', 'npy', '-o', npy, ...common);
    expect(await said('lineage', '--file', npy, ...common)).toMatch(/^evaluate-rf\.probabilities /);

    const best = path.join(folder, 'best.json');
    await said('get', 'svm-grid.best', '-o', best, ...common);
    expect(await said('lineage', '--file', best, ...common)).toMatch(/^svm-grid\.best /);

    const labels = path.join(folder, 'trainLabels');
    expect(await said('lineage', '--file', labels, ...common)).toContain('file trainLabels of digits');
    expect(await said('lineage', '--down', '--file', labels, ...common)).toMatch(
      /─ digits \(as trainLabels\)/,
    );
  });

  test('says of a file that it cannot trace which ones it can', async () => {
    const json = path.join(folder, 'scores.json');
    await said('get', 'evaluate-svm.scores', '-o', json, ...common);
    expect(await refused('lineage', '--file', json, ...common)).toMatch(
      /Only get --format bin saves a result's own/,
    );
    expect(await refused('lineage', '--file', path.join(folder, 'none'), ...common)).toMatch(
      /cannot read the file/,
    );
  });

  test.each([
    [[], /takes one thing: a step/],
    [['svm', '--file', 'x'], /takes one thing: a step/],
    [['svmm'], /"svmm" is no step and not the beginning of a hash\. Did you mean "svm"\?/],
    [['svm.modle'], /svm\.modle: there is no output "modle"\. Did you mean "model"\?/],
    [['abc'], /"abc" is too short for a hash: give at least 4/],
    [['0000000000'], /begins with 0000000000\. restudy lineage <step>/],
    [
      ['svm', '--set', 'svm.C=77'],
      /no result of "svm" for these params yet.*The nearest that there is has the key/,
    ],
    [['papr:svm'], /There is no run "papr"\. Did you mean "paper"\?/],
    [['paper:svm', '--set', 'svm.C=3'], /--set svm\.C=3: paper:svm has the params of that run/],
  ])('refuses %j in one line', async (args, message) => {
    const params = args[0]?.includes(':') ? ['--cache', cache] : common;
    expect(await refused('lineage', ...args, ...params)).toMatch(message);
  });
});

describe('tags', () => {
  test('are shown, and get a result that the run had, whatever the params are now', async () => {
    expect(await said('runs', '--cache', cache)).toMatch(/ done .* 24 ran +paper +run --json/);
    const scores = JSON.parse(await said('get', 'paper:evaluate-svm.scores', '--cache', cache));
    expect(scores).toEqual(JSON.parse(await said('get', 'evaluate-svm.scores', ...common)));
    expect(scores).not.toEqual(JSON.parse(await said('get', 'latest:evaluate-svm.scores', '--cache', cache)));
  });

  test('move to another run, also to one with nothing to do, which says so', async () => {
    const run = ['run', 'split', ...common];
    expect(await said(...run, '--tag', 'moving')).toMatch(/^Tagged "moving": \S+$/m);
    expect(await said(...run, '--tag', 'moving')).toMatch(/^Tagged "moving": (\S+) \(it was \S+ before\)$/m);
    const { lines } = await restudy(['runs', '--json', '--cache', cache]);
    expect(lines.map(({ tags }) => tags)).toEqual([['moving'], [], [], ['paper']]);
  });

  test('are not given to a run that failed', async () => {
    const cut = path.join(folder, 'cut');
    writeFileSync(cut, readFileSync(path.join(folder, 'trainImages')).subarray(0, 1000));
    const failed = await restudy([
      'run',
      'digits',
      '--tag',
      'paper',
      ...common,
      '--set',
      `digits.trainImages=${cut}`,
    ]);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(
      /^Not tagged "paper": only a run that ends as done gets a tag\. \S+ keeps it\.$/m,
    );
    expect(await said('get', 'paper:explore', '--cache', cache)).toContain('"nSamples": 600');
  });

  test('with a bad name are refused before anything runs', async () => {
    expect(await refused('run', '--tag', 'a/b', ...common)).toMatch(/--tag a\/b: a tag is a letter and then/);
    expect(await refused('run', '--tag', 'latest', ...common)).toMatch(/"latest" means a run already/);
  });
});

describe('diff', () => {
  const ids = () => [first, second].map(({ lines }) => String(lines[0]!['run']));

  test('puts two runs side by side in 100 columns', async () => {
    const [, now] = ids();
    const text = await said('diff', 'paper', now!, '--cache', cache);
    expect(longest(text)).toBeLessThanOrEqual(100);
    expect(text).toMatch(/^svm +ran +changed /m);
    expect(text).toMatch(/^rf +ran -> hit +same /m);
    expect(text).toMatch(/^evaluate-svm +ran +changed +\d+\.\d\d % -> \d+\.\d\d % \(-\d+ correct\)/m);
    expect(text).toMatch(/^ {2}svm +C 1 -> 0\.01$/m);
  });

  test('gives a line a step as JSON, with differences', async () => {
    const [before, now] = ids();
    const { lines } = await restudy(['diff', before!, now!, '--json', '--cache', cache]);
    expect(lines).toHaveLength(25);
    expect(lines[0]).toMatchObject({ type: 'diff', before: { id: before }, now: { id: now } });
    const line = lines.find(({ step }) => step === 'evaluate-svm') as unknown as {
      same: boolean;
      figures: { name: string; before: number; now: number; difference: number }[];
    };
    expect(line.same).toBe(false);
    const correct = line.figures.find(({ name }) => name === 'correct')!;
    expect(correct.difference).toBe(correct.now - correct.before);
  });

  test('refuses what means no run', async () => {
    expect(await refused('diff', 'paper', 'x', '--cache', cache)).toMatch(
      /There is no run "x"\. .* restudy runs/,
    );
    expect(await refused('diff', '2', 'latest', '--cache', cache)).toMatch(/is the beginning of \d runs/);
    expect(await refused('diff', 'latest', 'previous', '--cache', path.join(folder, 'empty'))).toMatch(
      /There are no runs in this cache yet/,
    );
  });
});
