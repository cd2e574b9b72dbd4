import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { keyOf } from '../../../pipeline/key/key.js';
import type { Reason } from '../../../pipeline/key/reasons.js';
import { planSteps } from '../../../pipeline/plan/plan.js';
import { explainStep } from '../../../pipeline/plan/why.js';
import { configure, type Setting } from '../../../pipeline/study/configure.js';
import { defineStudy, type Study } from '../../../pipeline/study/study.js';
import { reasonsText } from '../../../reports/words/words.js';
import { FakeFingerprints, runStudy, set, smallStudy, source, total } from '../small-study.js';

// Which of a step's records is its last one, when several differ from how the step stands.

let store: Store;
let fingerprints: FakeFingerprints;
beforeEach(() => {
  store = memoryStore();
  fingerprints = new FakeFingerprints();
});

const times = (value: number) => set('total', 'times', value);
const edit = (stage: string, text = `${stage} edited`) => fingerprints.code.set(`test:${stage}`, text);
const sessionOf = (study: Study) => ({
  study: study.name,
  store,
  fingerprints,
  resources: {} as never,
  threads: 1,
});

/** Runs a study; returns the record that it had for a step. */
async function run(step: string, settings: readonly Setting[] = [], study = smallStudy): Promise<StepRecord> {
  const { states } = await runStudy(study, store, { fingerprints, set: settings });
  const state = states.get(step);
  if (state?.state !== 'ran' && state?.state !== 'hit') throw new Error(`${step} has no record.`);
  return state.record;
}

async function planned(step: string, settings: readonly Setting[] = [], study = smallStudy) {
  const all = await planSteps(configure(study, settings), sessionOf(study));
  return all.find((one) => one.step === step)!;
}

/** Why a step would run, as plan, why and the run itself say it: they must agree. */
async function whyRuns(step: string, settings: readonly Setting[] = [], study = smallStudy): Promise<string> {
  const plan = await planned(step, settings, study);
  if (plan.action !== 'run') throw new Error(`${step} is not to run, but ${plan.action}.`);
  const configured = configure(study, settings).find(({ id }) => id === step)!;
  const why = await explainStep(configured, plan, plan.last, sessionOf(study));
  const { states } = await runStudy(study, store, { fingerprints, set: settings });
  const said = [plan, why, states.get(step) as { reasons: readonly Reason[] }];
  const [text, ...others] = said.map(({ reasons }) => reasonsText(reasons));
  expect(others).toEqual([text, text]);
  return text!;
}

const EDITED = 'code of total: total.ts (run edited)';

describe('a step is held against what it gave for the same params, whatever ran in between', () => {
  test('when its code was edited after a run with another param', async () => {
    await run('total');
    await run('total', [times(3)]);
    edit('total');
    expect(await whyRuns('total')).toBe(EDITED);
  });

  test('when its code was edited before a run with another param', async () => {
    await run('total');
    edit('total');
    await run('total', [times(3)]);
    expect(await whyRuns('total')).toBe(EDITED);
  });

  test('when another step made it', async () => {
    const twins = defineStudy('twins', (step) => {
      const first = step('source', source, {});
      step('one', total, { inputs: { parts: { all: first.numbers } } });
      step('total', total, { inputs: { parts: { all: first.numbers } } });
    });
    const shared = await run('total', [], twins);
    expect(shared.step).toBe('one');
    await run('total', [times(3)], twins);
    edit('total');
    expect((await planned('total', [], twins)).last?.key).toBe(shared.key);
  });

  test('while its inputs are open: those count as they were', async () => {
    const usual = await run('total');
    await run('total', [times(3)]);
    const open = await planned('total', [set('source', 'values', [4, 5])]);
    expect(open).toMatchObject({ action: 'may-run', reasons: [] });
    expect(open.last?.key).toBe(usual.key);
  });
});

test('data is held against the same data before other data', async () => {
  const data = [set('source', 'values', [4, 5])];
  await run('total', data);
  edit('total');
  await run('total');
  expect(await whyRuns('total', data)).toBe(EDITED);
});

test('a param that never ran is held against the newest of those that differ in as little', async () => {
  await run('total');
  await run('total', [times(3)]);
  expect(await whyRuns('total', [times(5)])).toBe('times 3 -> 5');
  // Used last, though made first.
  await run('total');
  expect(await whyRuns('total', [times(7)])).toBe('times 1 -> 7');
});

test('of other params the code that is nearer decides, then the newest', async () => {
  const early = await run('total');
  edit('total');
  const edited = await run('total', [times(3)]);
  expect((await planned('total', [times(5)])).last?.key).toBe(edited.key);
  fingerprints.code.clear();
  expect((await planned('total', [times(5)])).last?.key).toBe(early.key);
});

test('a record of an older format is nearer than another param, and further than any edit', async () => {
  const record = await run('total', [times(3)]);
  const parts = { ...record.parts, format: 0, params: { times: 1 } };
  const older: StepRecord = { ...record, parts, key: keyOf(parts) };
  await store.commit({ record: older });
  expect((await planned('total')).last?.key).toBe(older.key);
  const edited = { ...parts, format: record.parts.format, code: {} };
  const current: StepRecord = { ...record, parts: edited, key: keyOf(edited) };
  await store.commit({ record: current });
  expect((await planned('total')).last?.key).toBe(current.key);
});

test('a hit is its own last record, and takes as long as that did', async () => {
  const usual = await run('total');
  const other = await run('total', [times(3)]);
  const known = async (settings: readonly Setting[] = []) => {
    const { action, last, lastSeconds } = await planned('total', settings);
    return { action, key: last?.key, lastSeconds };
  };
  const expected = ({ key, circumstances }: StepRecord) => ({ key, lastSeconds: circumstances.seconds });
  expect(await known()).toEqual({ action: 'hit', ...expected(usual) });
  expect(await known([times(3)])).toEqual({ action: 'hit', ...expected(other) });
  edit('total');
  expect(await known()).toEqual({ action: 'run', ...expected(usual) });
  expect(await known([times(3)])).toEqual({ action: 'run', ...expected(other) });
});

test('what another study had for a step of the same name is none of its records', async () => {
  const other = { name: 'other', steps: smallStudy.steps };
  const data = set('source', 'values', [4, 5]);
  await run('total');
  edit('total');
  expect(await whyRuns('total', [data, times(3)], other)).toBe('never ran before');
  expect(await whyRuns('total', [data], other)).toBe('times 3 -> 1');
});

describe('what is kept is read', () => {
  const many = defineStudy('many', (step) => {
    const first = step('source', source, {});
    for (let index = 0; index < 50; index++) {
      step(`total-${index}`, total, { params: { times: index }, inputs: { parts: { all: first.numbers } } });
    }
  });
  const others = many.steps.slice(1).map(({ id }, index) => set(id, 'times', -index - 1));

  test('not at all where there is nothing to do', async () => {
    await run('source', [], many);
    const reads = [vi.spyOn(store, 'records'), vi.spyOn(store, 'runs')];
    await run('source', [], many);
    await planned('source', [], many);
    for (const read of reads) expect(read).not.toHaveBeenCalled();
  });

  test('once by a run or a plan, however many of its steps are missing', async () => {
    await run('source', [], many);
    const records = vi.spyOn(store, 'records');
    expect(await planned('total-9', others, many)).toMatchObject({
      reasons: [{ kind: 'param', name: 'times', before: 9, now: -10 }],
    });
    expect(records).toHaveBeenCalledTimes(1);
    records.mockClear();
    await run('source', others, many);
    expect(records).toHaveBeenCalledTimes(1);
  });
});
