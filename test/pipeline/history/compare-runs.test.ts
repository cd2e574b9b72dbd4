import { beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { compareRuns } from '../../../pipeline/history/compare-runs.js';
import { findRun } from '../../../pipeline/history/find-run.js';
import { FakeFingerprints, runStudy, set, smallStudy } from '../small-study.js';

let store: Store;
beforeEach(() => {
  store = memoryStore();
});

const compare = () =>
  compareRuns(findRun(store, 'first'), findRun(store, 'latest'), store, ['source', 'total', 'parity']);

describe('two runs', () => {
  test('are compared step by step in the study’s order: outcomes, results and why they differ', async () => {
    await runStudy(smallStudy, store, { tag: 'first' });
    await runStudy(smallStudy, store, { set: [set('total', 'times', 3)] });
    const compared = compare();
    expect(compared.map(({ step }) => step)).toEqual(['source', 'total', 'parity']);
    expect(compared[0]).toMatchObject({
      before: { entry: { outcome: 'ran' } },
      now: { entry: { outcome: 'hit' } },
      same: true,
      reasons: [],
    });
    expect(compared[1]).toMatchObject({
      same: false,
      reasons: [{ kind: 'param', name: 'times', before: 1, now: 3 }],
    });
  });

  test('may have the same result though something changed', async () => {
    await runStudy(smallStudy, store, { tag: 'first' });
    const fingerprints = new FakeFingerprints();
    fingerprints.code.set('test:parity', 'edited');
    await runStudy(smallStudy, store, { fingerprints });
    expect(compare()[2]).toMatchObject({ same: true, reasons: [{ kind: 'code', name: 'parity' }] });
  });

  test('may have steps that the other does not have, that failed, or whose result is not kept any more', async () => {
    await runStudy(smallStudy, store, { tag: 'first' });
    const fingerprints = new FakeFingerprints();
    fingerprints.changed = 'stages/total.ts';
    await runStudy(smallStudy, store, { fingerprints, set: [set('total', 'times', 2)] });
    await store.forgetRecord(store.latestRecord('small', 'source')!.key);
    const [source, total] = compare();
    expect(source).toMatchObject({ same: true, reasons: [] });
    expect(total).toMatchObject({
      now: { entry: { outcome: 'failed', message: expect.any(String) } },
      reasons: [],
    });
    expect(total).not.toHaveProperty('same');

    const empty = { ...findRun(store, 'latest'), steps: [] };
    expect(compareRuns(findRun(store, 'first'), empty, store)).toMatchObject([
      { step: 'source', before: {} },
      { step: 'parity' },
      { step: 'total' },
    ]);
    expect(compareRuns(empty, empty, store)).toEqual([]);
  });
});
