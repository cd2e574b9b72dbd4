import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Entity, ROCrate } from 'ro-crate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../../cache/hash.js';
import type { RunRecord, StepRecord } from '../../../cache/record.js';
import { CrateView } from '../../reports/ro-crate/crate-view.js';
import { brokenRules } from '../../reports/ro-crate/ro-crate-rules.js';
import { type Finished, restudy, stepLine, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const cache = path.join(folder, 'cache');
const target = path.join(folder, 'crate');
let params: string;
let run: Finished;
let crate: ROCrate;

const exported = (...args: string[]) => restudy(['export', '--cache', cache, ...args]);
const readJson = (file: string) => JSON.parse(readFileSync(path.join(target, file), 'utf8'));

beforeAll(async () => {
  params = writeSmallStudy(folder);
  run = await restudy(['run', '--json', '--cache', cache, '--params', params]);
  expect(run.code).toBe(0);
  const { code, stdout, stderr } = await exported('--ro-crate', target);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Run \S+ is in .*crate: 24 steps, \d+ files, [\d,]+ bytes\.\n$/);
  crate = new ROCrate(readJson('ro-crate-metadata.json'), { array: true, link: true });
});

test('the crate keeps all rules of its profiles', () => {
  const files = readdirSync(target, { recursive: true, encoding: 'utf8' });
  expect(brokenRules(new CrateView(readJson('ro-crate-metadata.json'), files))).toEqual({});
});

describe('read by a program that knows nothing of Restudy', () => {
  /** What a step did, by what the crate says alone. */
  interface Told {
    readonly stage: string;
    readonly params: Record<string, unknown>;
    readonly inputs: Record<string, string>;
    readonly files: Record<string, string>;
    readonly outputs: Record<string, string>;
    readonly figures: Record<string, unknown>;
  }

  const first = (entity: Entity, property: string) => entity[property]?.[0];

  /** Goes from the main workflow to each step, from there to what was executed for it. */
  function steps(): Map<string, Told> {
    const workflow = first(crate.rootDataset, 'mainEntity') as Entity;
    return new Map(workflow['step'].map((step: Entity) => [first(step, 'name'), toldOf(step)]));
  }

  function toldOf(step: Entity): Told {
    const tool = first(step, 'workExample') as Entity;
    const control = step['@reverse']['instrument'].find(({ '@type': type }: Entity) =>
      type.includes('ControlAction'),
    );
    const execution = first(control, 'object');
    /** The parameters of the tool that some data stands for. */
    const parameters = (data: Entity, ports: readonly Entity[]) =>
      ports.filter(({ '@id': id }) => data['exampleOfWork']?.some((work: Entity) => work['@id'] === id));
    const told: Told = {
      stage: first(tool, 'name').split(' ')[0],
      params: {},
      inputs: {},
      files: {},
      outputs: {},
      figures: {},
    };
    for (const data of execution['object'] as Entity[]) {
      for (const parameter of parameters(data, tool['input'])) {
        const name = first(parameter, 'name');
        if (data['@type'].includes('PropertyValue')) told.params[name] = first(data, 'value');
        else if (parameter['@id'].includes('/file/')) told.files[name] = first(data, 'sha256');
        else told.inputs[name] = first(data, 'sha256');
      }
    }
    for (const data of execution['result'] as Entity[]) {
      if (data['@type'].includes('PropertyValue')) told.figures[first(data, 'name')] = first(data, 'value');
      for (const parameter of parameters(data, tool['output'])) {
        told.outputs[first(parameter, 'name')] = first(data, 'sha256');
      }
    }
    return told;
  }

  test('it gives back every step: stage, params, the hashes of inputs, files and outputs', async () => {
    const recorded = readJson('records.json').steps as Record<string, StepRecord>;
    const told = steps();
    expect([...told.keys()].sort()).toEqual(
      run.lines
        .filter(({ type }) => type === 'step')
        .map(({ step }) => step)
        .sort(),
    );
    for (const [id, step] of told) {
      const { stage, outputs, parts } = recorded[id]!;
      const params = Object.entries(parts.params as object).map(([name, value]) => [
        name,
        typeof value === 'object' ? JSON.stringify(value) : value,
      ]);
      expect({ id, ...step, figures: {} }).toEqual({
        id,
        stage,
        params: Object.fromEntries(params),
        inputs: parts.inputs,
        files: parts.files,
        outputs,
        figures: {},
      });
      expect(step.outputs).toEqual(stepLine(run, id)!['outputs']);
    }
  });

  test('it gives back every score', () => {
    const told = steps();
    const models = run.lines.filter(({ type }) => type === 'model');
    expect(models).toHaveLength(9);
    for (const { model, accuracy, correct, total } of models) {
      expect(told.get(`evaluate-${model}`)?.figures).toEqual({ accuracy, correct, total });
    }
    expect(told.get('svm-grid')?.figures).toEqual({ bestScore: expect.any(Number) });
  });

  test('every file has the bytes that its hash is of', () => {
    const local = [...crate.entities()].filter(
      (entity) => entity['@type'].includes('File') && entity['sha256'] && !entity['@id'].includes(':'),
    );
    expect(local.length).toBeGreaterThan(20);
    for (const file of local) {
      const bytes = readFileSync(path.join(target, file['@id']));
      expect([file['@id'], sha256(bytes)]).toEqual([file['@id'], first(file, 'sha256')]);
    }
  });

  test('the run has its times, and the data their licence', () => {
    const workflow = first(crate.rootDataset, 'mainEntity') as Entity;
    const [recorded] = [readJson('records.json').run as RunRecord];
    const action = workflow['@reverse']['instrument'][0];
    expect(first(action, 'startTime')).toBe(recorded.startedAt);
    expect(first(action, 'endTime')).toBe(recorded.endedAt);
    const dataset = [...crate.entities()].find((entity) => first(entity, 'name') === 'digits.dataset');
    expect(first(dataset, 'license')).toBe('unknown');
    expect(first(crate.rootDataset, 'license')['@id']).toBe('https://spdx.org/licenses/MIT');
  });
});

test('an older run can be named; one that is not there or did not end well is refused', async () => {
  const { run: id } = run.lines.find(({ type }) => type === 'run-started')!;
  const cut = path.join(folder, 'cut-images');
  writeFileSync(cut, readFileSync(path.join(folder, 'trainImages')).subarray(0, 10_000));
  const failed = ['--set', `digits.trainImages=${cut}`];
  const broken = await restudy(['run', 'digits', '--json', '--cache', cache, '--params', params, ...failed]);
  expect(broken.code).toBe(1);
  const older = path.join(folder, 'older');
  expect(await exported('--ro-crate', older, '--run', String(id), '--json')).toMatchObject({
    code: 0,
    lines: [{ type: 'exported', folder: older, run: id, steps: 24 }],
  });
  expect(readFileSync(path.join(older, 'ro-crate-metadata.json'))).toEqual(
    readFileSync(path.join(target, 'ro-crate-metadata.json')),
  );
  const other = path.join(folder, 'other');
  expect(await exported('--ro-crate', other, '--run', 'none')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^restudy: --run none: There is no run "none"\. .*\n$/),
  });
  const { run: brokenId } = broken.lines.find(({ type }) => type === 'run-started')!;
  const refused = await exported('--ro-crate', other, '--run', String(brokenId));
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/^restudy: --run \S+: only a run that is done .* this one is failed\..*\n$/);
  expect(existsSync(other)).toBe(false);
});

test('a folder that is not empty is refused and left as it is', async () => {
  const full = path.join(folder, 'full');
  mkdirSync(full);
  writeFileSync(path.join(full, 'mine'), 'mine');
  const { code, stderr } = await exported('--ro-crate', full);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^restudy: --ro-crate .*full: the folder must not exist yet, or be empty.*\n$/);
  expect(readdirSync(full)).toEqual(['mine']);
  expect((await exported('--ro-crate', path.join(full, 'mine'))).code).toBe(2);
  expect(await exported()).toMatchObject({ code: 2 });
});

test('an export that fails leaves nothing', async () => {
  const empty = path.join(folder, 'empty-cache');
  const nothing = path.join(folder, 'nothing');
  const none = await restudy(['export', '--ro-crate', nothing, '--cache', empty]);
  expect(none).toMatchObject({
    code: 1,
    stderr: 'restudy: export: there is no run that is done. restudy run makes one.\n',
  });
  const below = path.join(folder, 'params.yaml', 'crate');
  const { code, stderr } = await exported('--ro-crate', below);
  expect({ code, lines: stderr.split('\n').length }).toEqual({ code: expect.any(Number), lines: 2 });
  expect(code).not.toBe(0);
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(existsSync(nothing)).toBe(false);
});

test('all data can be had along, into a folder that is there but empty', async () => {
  const whole = path.join(folder, 'whole');
  mkdirSync(whole);
  expect((await exported('--ro-crate', whole, '--with-data')).code).toBe(0);
  const metadata = JSON.parse(readFileSync(path.join(whole, 'ro-crate-metadata.json'), 'utf8'));
  const files = readdirSync(whole, { recursive: true, encoding: 'utf8' });
  expect(brokenRules(new CrateView(metadata, files))).toEqual({});
  expect(files).toContain(path.join('artifacts', 'final-vote.model.artifact'));
});
