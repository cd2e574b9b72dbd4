import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { blessStep } from '../../../pipeline/plan/bless.js';
import { planSteps } from '../../../pipeline/plan/plan.js';
import { configure, type Setting } from '../../../pipeline/study/configure.js';
import { selectSteps } from '../../../pipeline/study/select.js';
import { calls, FakeFingerprints, runStudy, set, smallStudy } from '../small-study.js';

let store: Store;
let fingerprints: FakeFingerprints;
beforeEach(async () => {
  store = memoryStore();
  fingerprints = new FakeFingerprints();
  await runStudy(smallStudy, store, { fingerprints });
  calls.length = 0;
});

const session = () => ({
  study: smallStudy.name,
  store,
  fingerprints,
  resources: {} as never,
  threads: 1,
});
const bless = (step: string, settings: readonly Setting[] = []) =>
  blessStep(selectSteps(configure(smallStudy, settings), [step]), session());

test('the old result is taken for the changed code, and the steps after it are hits again', async () => {
  const before = store.latestRecord('small', 'parity')!;
  fingerprints.code.set('test:parity', 'a constant renamed');
  const blessing = await bless('parity');
  expect(blessing).toMatchObject({
    blessed: true,
    from: before,
    changes: [{ kind: 'code', name: 'parity', change: 'edited' }],
  });

  const planned = await planSteps(configure(smallStudy, []), session());
  expect(planned.map(({ step, action }) => [step, action])).toEqual([
    ['source', 'hit'],
    ['parity', 'hit'],
    ['total', 'hit'],
  ]);
  const again = await runStudy(smallStudy, store, { fingerprints });
  expect(again.outcomes).toEqual({ source: 'hit', parity: 'hit', total: 'hit' });
  expect(calls).toEqual([]);
});

test('the new record says that it was blessed, and whose result and circumstances it has', async () => {
  const before = store.latestRecord('small', 'parity')!;
  fingerprints.code.set('test:parity', 'a constant renamed');
  const blessing = await bless('parity');
  const { record } = blessing as Extract<typeof blessing, { blessed: true }>;
  expect(store.findRecord(record.key)).toEqual(record);
  expect(record.key).not.toBe(before.key);
  expect(record.parts.code).not.toEqual(before.parts.code);
  const { outputs, circumstances, log } = before;
  expect(record).toMatchObject({ step: 'parity', outputs, circumstances, log });
  expect(record.blessed).toEqual({ from: before.key, at: expect.stringMatching(/^\d{4}-.*Z$/) });
  expect(store.findRecord(before.key)).toEqual(before);
  expect(store.verifyChain().faults).toEqual([]);
});

test('the source of the code that is blessed is kept beside the record, as a run would', async () => {
  const before = store.latestRecord('small', 'total')!;
  fingerprints.code.set('test:total', 'edited');
  const blessing = await bless('total');
  const { record } = blessing as Extract<typeof blessing, { blessed: true }>;
  expect(record.sources?.['stage']).not.toBe(before.sources?.['stage']);
  expect(Object.values(record.sources ?? {}).every((hash) => store.hasArtifact(hash))).toBe(true);
});

test('a step whose result is there is refused', async () => {
  expect(await bless('parity')).toEqual({ blessed: false, because: { kind: 'hit' } });
  fingerprints.code.set('test:parity', 'a constant renamed');
  await bless('parity');
  expect(await bless('parity')).toEqual({ blessed: false, because: { kind: 'hit' } });
});

test('a step of which there is no result is refused', async () => {
  store = memoryStore();
  expect(await bless('source')).toEqual({ blessed: false, because: { kind: 'no-record' } });
});

test('a changed param is refused and named, with or without a change of code', async () => {
  const refusal = {
    blessed: false,
    because: { kind: 'other-changes', changes: [{ kind: 'param', name: 'times', before: 1, now: 2 }] },
  };
  expect(await bless('total', [set('total', 'times', 2)])).toEqual(refusal);
  fingerprints.code.set('test:total', 'a constant renamed');
  expect(await bless('total', [set('total', 'times', 2)])).toEqual(refusal);
});

test.each([
  ['before the code was edited', false],
  ['after that', true],
])(
  'a run with another param, %s, changes nothing: the result for the same params is taken',
  async (_, editFirst) => {
    const before = store.latestRecord('small', 'total')!;
    const edit = () => fingerprints.code.set('test:total', 'a constant renamed');
    if (editFirst) edit();
    await runStudy(smallStudy, store, { fingerprints, set: [set('total', 'times', 2)] });
    edit();
    expect(await bless('total')).toMatchObject({ blessed: true, from: { key: before.key } });
  },
);

test('a changed input is refused', async () => {
  const other = [set('source', 'values', [4, 5, 7])];
  await resultOfSource(other);
  fingerprints.code.set('test:parity', 'a constant renamed');
  expect(await bless('parity', other)).toMatchObject({
    blessed: false,
    because: {
      kind: 'other-changes',
      changes: [{ kind: 'input', name: 'numbers', from: { step: 'source' } }],
    },
  });
});

/** Leaves a result of `source` alone for these settings. */
async function resultOfSource(settings: readonly Setting[]): Promise<void> {
  const alone = { name: smallStudy.name, steps: smallStudy.steps.slice(0, 1) };
  await runStudy(alone, store, { fingerprints, set: settings });
}

test('a step whose inputs are open is refused, with the steps to settle first', async () => {
  fingerprints.code.set('test:source', 'a constant renamed');
  fingerprints.code.set('test:parity', 'a constant renamed');
  expect(await bless('parity')).toEqual({
    blessed: false,
    because: { kind: 'open-inputs', steps: ['source'] },
  });
  expect(await bless('source')).toMatchObject({ blessed: true });
  expect(await bless('parity')).toMatchObject({ blessed: true });
});

test('a step that another process computes is left to it', async () => {
  fingerprints.code.set('test:parity', 'a constant renamed');
  const [, planned] = await planSteps(configure(smallStudy, []), session());
  expect(planned).toMatchObject({ action: 'run' });
  const real = store.claim.bind(store);
  store.claim = async () => undefined;
  expect(await bless('parity')).toEqual({ blessed: false, because: { kind: 'computed-elsewhere' } });
  store.claim = real;
  expect(await bless('parity')).toMatchObject({ blessed: true });
});
