import { cpSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReleasedStudy } from '../../cli/workspace/released-study.js';
import { sourceFingerprints } from '../../pipeline/code/from-sources.js';
import { codeAndParams } from '../../pipeline/key/parts.js';
import { configure } from '../../pipeline/study/configure.js';
import { study } from '../../stages/study.js';
import { hashes, outcomes, restudy, root, temporaryFolder } from './restudy.js';

// The small program for a run with nothing to do. That it does the work alone is seen by taking the other one away.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const cache = path.join(folder, 'cache');
const alone = { dist: path.join(folder, 'dist') };
const run = (...args: string[]) => ['run', '--json', '--cache', cache, ...args];
const runs = async () => (await restudy(['runs', '--json', '--cache', cache])).lines;

beforeAll(() => {
  cpSync(path.join(root, 'dist'), alone.dist, { recursive: true });
  rmSync(path.join(alone.dist, 'restudy.cjs'));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
});

test('a release knows what the sources say: the wiring, the code and the params of each step', async () => {
  const released: ReleasedStudy = JSON.parse(readFileSync(path.join(root, 'dist/study.json'), 'utf8'));
  const fingerprints = sourceFingerprints();
  const said = await Promise.all(
    configure(study, []).map(async (step) => ({
      id: step.id,
      stage: step.stage.name,
      wires: Object.entries(step.inputs).map(([input, { step, name }]) => [input, step, name]),
      parts: await codeAndParams(step, fingerprints),
    })),
  );
  const known = released.steps.map(({ id, stage, inputs, parts }) => ({
    id,
    stage: stage.name,
    wires: Object.entries(inputs).map(([input, { step, name }]) => [input, step, name]),
    parts,
  }));
  expect(known).toEqual(said);
  expect(released.study).toBe(study.name);
});

describe('where there is nothing to do', () => {
  test('it needs no other, and says and records what a run does', async () => {
    const first = await restudy(run('explore'));
    expect(outcomes(first).ran).toEqual(['digits', 'explore']);
    const second = await restudy(run('explore'), alone);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(outcomes(second)).toEqual({ ran: [], other: [] });
    expect(hashes(second)).toEqual(hashes(first));
    expect((await runs())[0]).toMatchObject({
      outcome: 'done',
      command: run('explore'),
    });
  });

  test('it shows plain lines in a pipe, as the other one does', async () => {
    const lines = (stdout: string) => stdout.replace(/in [\d.]+ m?s/, '');
    const args = ['run', 'explore', '--cache', cache];
    const [small, whole] = [await restudy(args, alone), await restudy([...args, '--jobs', '2'])];
    expect(small.stdout).toContain('explore: hit');
    expect(lines(small.stdout)).toBe(lines(whole.stdout));
  });
});

test.each([
  ['something is missing', run('split')],
  ['a param is set', run('explore', '--set', 'explore.x=1')],
  ['a step is forced', run('explore', '--force', 'explore')],
  ['hits are to be checked', run('explore', '--check')],
  ['there is no such step', run('explode')],
  ['the cache is none', ['run', 'explore', '--cache', path.join(root, 'package.json')]],
])('it makes way when %s, and has recorded and said nothing', async (_, args) => {
  const before = await runs();
  const { code, stdout, stderr } = await restudy(args, alone);
  expect(code).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/ENOENT.*restudy\.cjs/);
  expect(await runs()).toEqual(before);
});
