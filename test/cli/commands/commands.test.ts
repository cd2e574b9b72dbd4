import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeNpy } from '../../../cache/artifact/npy.js';
import { restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const cache = path.join(folder, 'cache');
let common: string[];

beforeAll(async () => {
  common = ['--cache', cache, '--params', writeSmallStudy(folder)];
  expect((await restudy(['run', 'evaluate-rf', 'explore', ...common])).code).toBe(0);
});

const lines = (text: string) => text.trimEnd().split('\n');

describe('plan', () => {
  test('says what is a hit, what will run and why, and what may be cut off', async () => {
    const { stdout, code } = await restudy(['plan', ...common, '--set', 'rf.nEstimators=7']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^digits +hit +\d.* s$/m);
    expect(stdout).toMatch(/^rf +will run +\d.* s +nEstimators 6 -> 7$/m);
    expect(stdout).toMatch(/^evaluate-rf +may be cut off .*if rf gives the same bytes again$/m);
    expect(stdout).toMatch(/^svm +will run +never ran before$/m);
    // The forest that is tuned may turn out to be the one that was evaluated.
    expect(stdout).toMatch(/^evaluate-rf-tuned +may be cut off +if rf-tuned gives what a kept result was /m);
    expect(stdout).toMatch(/^3 hits; 18 will run: .*; 3 may be cut off: at most about .* s\.$/m);
    for (const line of lines(stdout)) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('gives the same as JSON lines, and runs nothing', async () => {
    const before = (await restudy(['cache', 'stats', '--json', ...common])).lines[0];
    const planned = await restudy(['plan', '--json', ...common, '--force', 'split']);
    expect(planned.lines.filter(({ type }) => type === 'planned-step')).toHaveLength(24);
    expect(planned.lines.at(-1)).toMatchObject({ type: 'plan-total', hit: 2, mayRun: 4 });
    expect(planned.lines.find(({ step }) => step === 'split')).toMatchObject({
      type: 'planned-step',
      action: 'run',
      reasons: [{ kind: 'forced' }],
    });
    expect((await restudy(['cache', 'stats', '--json', ...common])).lines[0]).toEqual(before);
  });
});

describe('get', () => {
  test('prints JSON, and the only output of a step need not be named', async () => {
    const { stdout, code } = await restudy(['get', 'explore', ...common]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      nSamples: 600,
      nFeatures: 784,
      classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    });
  });

  test('saves arrays and matrices as npy', async () => {
    const file = path.join(folder, 'probabilities.npy');
    const get = await restudy(['get', 'evaluate-rf.probabilities', '--format', 'npy', '-o', file, ...common]);
    expect(get).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const { data, shape } = decodeNpy(readFileSync(file));
    expect(shape).toEqual([120, 10]);
    const sums = Array.from({ length: 120 }, (_, row) =>
      Array.from(data.slice(row * 10, row * 10 + 10)).reduce((sum, share) => sum + share),
    );
    for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
  });

  test('refuses npy for what is no array, and a step of several outputs without the name of one', async () => {
    expect(await restudy(['get', 'explore', '--format', 'npy', ...common])).toMatchObject({
      code: 2,
      stdout: '',
    });
    const { code, stderr } = await restudy(['get', 'split', ...common]);
    expect(code).toBe(2);
    expect(stderr).toBe('restudy: split has several outputs: train, test, indices. Name one: split.train.\n');
  });
});

describe('graph', () => {
  test('names every step and wire in Mermaid, dot and as a picture', async () => {
    const mermaid = (await restudy(['graph'])).stdout;
    expect(mermaid).toContain('svm-grid -->|best| svm-tuned');
    const dot = (await restudy(['graph', '--format', 'dot'])).stdout;
    expect(dot).toContain('"final-svm" -> "final-vote" [label="model"];');
    const svg = (await restudy(['graph', '--format', 'svg'])).stdout;
    expect(svg).toContain('</svg>');
    expect(svg.match(/class="node"/g)).toHaveLength(24);
  });
});

test('runs lists what was run, newest first', async () => {
  await restudy(['run', 'split', ...common]);
  const { stdout } = await restudy(['runs', '--cache', cache]);
  const [title, newest] = lines(stdout);
  expect(title).toMatch(/^run +started \(UTC\) +outcome/);
  expect(newest).toMatch(/ done .* run split /);
  const { lines: json } = await restudy(['runs', '--json', '--cache', cache]);
  expect(json[0]).toMatchObject({
    type: 'run',
    outcome: 'done',
    steps: [{ outcome: 'hit' }, { outcome: 'hit' }],
  });
});

describe('cache', () => {
  test('verify finds everything as it was written', async () => {
    const { code, stdout } = await restudy(['cache', 'verify', '--cache', cache]);
    expect(stdout).toMatch(/^\d+ artifacts and \d+ records are as they were written\.$/m);
    expect(code).toBe(0);
  });

  test('clear deletes everything', async () => {
    expect((await restudy(['cache', 'clear', '--cache', cache])).code).toBe(0);
    const stats = (await restudy(['cache', 'stats', '--json', '--cache', cache])).lines[0];
    expect(stats).toMatchObject({ artifacts: 0, records: 0, cells: 0, runs: 0 });
    expect(existsSync(cache)).toBe(true);
  });
});
