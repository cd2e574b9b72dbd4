import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { StepRecord } from '../../../cache/record.js';
import { MemoryTables, memoryStore } from '../../../cache/tables/memory-store.js';
import { TableStore } from '../../../cache/tables/table-store.js';
import { defineStage } from '../../../pipeline/study/stage.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { calls, FakeFingerprints, numbers, runStudy, set, smallStudy, source } from '../small-study.js';
import { auditStudy, names } from './audit-study.js';

let tables: MemoryTables;
let store: TableStore;
beforeEach(() => {
  calls.length = 0;
  tables = new MemoryTables();
  store = new TableStore(tables);
});

const recordOf = (step: string): StepRecord => store.records().find((record) => record.step === step)!;

/** Replaces a record behind the history's back. */
async function forge(record: StepRecord): Promise<void> {
  const forger = new MemoryTables();
  const artifacts = store.artifacts().map(({ hash }) => ({ hash, bytes: store.readArtifact(hash)! }));
  await new TableStore(forger).commit({ artifacts, record });
  await tables.write([{ table: 'records', key: record.key, text: forger.get('records', record.key)! }]);
}

const REPRODUCED = { source: 'reproduced', parity: 'reproduced', total: 'reproduced' };

describe('an audit', () => {
  test('executes every step again and finds the same bytes', async () => {
    await runStudy(smallStudy, store);
    const audited = await auditStudy(smallStudy, store);
    expect(names(audited)).toEqual(REPRODUCED);
    expect(audited.end).toMatchObject({ outcome: 'whole', damage: 'none' });
    expect(calls).toEqual(['source', 'parity', 'total', ...['source', 'parity', 'total']]);
  });

  test('records nothing', async () => {
    await runStudy(smallStudy, store);
    const before = { stats: store.stats(), chain: store.verifyChain() };
    await auditStudy(smallStudy, store);
    expect({ stats: store.stats(), chain: store.verifyChain() }).toEqual(before);
  });

  test('says on what other threads or Node a result was recorded; that is no failure', async () => {
    await runStudy(smallStudy, store);
    const record = recordOf('parity');
    const circumstances = { ...record.circumstances, node: 'v18.0.0' };
    await store.commit({ record: { ...record, circumstances } });
    const { verdicts, end } = await auditStudy(smallStudy, store, { threads: 4 });
    expect(verdicts['parity']).toMatchObject({
      verdict: 'reproduced',
      elsewhere: [
        { name: 'node', before: 'v18.0.0', now: process.version },
        { name: 'threads', before: 1, now: 4 },
      ],
    });
    expect(end.outcome).toBe('whole');
  });

  test('does not execute what the code of now did not make, and says which code', async () => {
    await runStudy(smallStudy, store);
    const fingerprints = new FakeFingerprints();
    fingerprints.code.set('test:parity', 'edited');
    calls.length = 0;
    const audited = await auditStudy(smallStudy, store, { fingerprints });
    expect(names(audited)).toEqual({ ...REPRODUCED, parity: 'code-changed' });
    expect(audited.verdicts['parity']).toMatchObject({ changes: [{ kind: 'code', name: 'parity' }] });
    expect(audited.end.outcome).toBe('faulty');
    expect(calls.toSorted()).toEqual(['source', 'total']);
  });

  test('tells a result that never was from one that is not kept any more', async () => {
    await runStudy(smallStudy, store);
    const { verdicts } = await auditStudy(smallStudy, store, { set: [set('source', 'values', [5])] });
    expect(verdicts).toMatchObject({
      source: { verdict: 'no-result', because: 'never-ran' },
      parity: { verdict: 'reproduced' },
    });
    await store.forgetRecord(recordOf('source').key);
    const later = await auditStudy(smallStudy, store);
    expect(later.verdicts['source']).toEqual({ verdict: 'no-result', because: 'not-kept' });
    expect(names(later)).toEqual({ ...REPRODUCED, source: 'no-result' });
  });

  test('holds a blessing against what the code really gives', async () => {
    await runStudy(smallStudy, store);
    const old = recordOf('parity');
    const fingerprints = new FakeFingerprints();
    fingerprints.code.set('test:parity', 'edited');
    // The record of the new code, as if somebody had declared it equivalent.
    const other = memoryStore();
    const { states } = await runStudy(smallStudy, other, { fingerprints });
    const state = states.get('parity');
    if (state?.state !== 'ran') throw new Error('parity should have run');
    const blessed = { from: old.key, at: '2026-11-24T10:00:00.000Z' };
    await store.commit({ record: { ...state.record, blessed } });
    const true_ = await auditStudy(smallStudy, store, { fingerprints });
    expect(true_.verdicts['parity']).toMatchObject({ verdict: 'reproduced', record: { blessed } });

    await store.commit({ record: { ...state.record, blessed, outputs: recordOf('source').outputs } });
    const false_ = await auditStudy(smallStudy, store, { fingerprints });
    expect(false_.verdicts['parity']).toMatchObject({ verdict: 'differs', record: { blessed } });
  });

  test('ends when it is interrupted', async () => {
    await runStudy(smallStudy, store);
    const interrupt = new AbortController();
    const { end, verdicts } = await auditStudy(smallStudy, store, {
      jobs: 1,
      signal: interrupt.signal,
      onEvent: (event) => {
        if (event.type === 'step') interrupt.abort();
      },
    });
    expect(end.outcome).toBe('interrupted');
    expect(Object.keys(verdicts)).toEqual(['source']);
  });
});

describe('a false result is found', () => {
  test('even where it was recorded by the rules and the history is whole', async () => {
    await runStudy(smallStudy, store);
    const parity = recordOf('parity');
    await store.commit({ record: { ...parity, outputs: recordOf('source').outputs } });
    const { verdicts, end } = await auditStudy(smallStudy, store);
    expect(store.verifyChain().faults).toEqual([]);
    expect(verdicts['parity']).toMatchObject({
      verdict: 'differs',
      outputs: [
        {
          output: 'numbers',
          before: recordOf('source').outputs['numbers'],
          now: parity.outputs['numbers'],
          distance: {
            total: 2,
            differences: [
              { path: '[1]', before: 2, now: 0 },
              { path: '[2]', before: 3, now: 1 },
            ],
          },
        },
      ],
    });
    expect(end.outcome).toBe('faulty');
  });

  test('and where it is edited in, what was made from the true one is audited all the same', async () => {
    await runStudy(smallStudy, store);
    await forge({ ...recordOf('parity'), outputs: recordOf('source').outputs });
    expect(names(await auditStudy(smallStudy, store))).toEqual({ ...REPRODUCED, parity: 'differs' });
    await runStudy(smallStudy, store, { forced: new Set(['parity']) });
    expect((await auditStudy(smallStudy, store)).end.outcome).toBe('whole');
  });

  test('and a record that names other params than its key was made of', async () => {
    await runStudy(smallStudy, store);
    const record = recordOf('total');
    await forge({ ...record, parts: { ...record.parts, params: { times: 7 } } });
    const { verdicts } = await auditStudy(smallStudy, store);
    expect(verdicts['total']).toMatchObject({
      verdict: 'altered',
      changes: [{ kind: 'param', name: 'times', before: 1, now: 7 }],
    });
    await runStudy(smallStudy, store, { forced: new Set(['total']) });
    expect((await auditStudy(smallStudy, store)).end.outcome).toBe('whole');
  });

  test('and a stage that does not give the same every time', async () => {
    let count = 0;
    const random = defineStage({
      name: 'random',
      module: 'test:random',
      params: z.strictObject({}),
      inputs: { numbers },
      outputs: { numbers },
      uses: {},
      async run() {
        return { numbers: [count++, 1, 1] };
      },
    });
    const study = defineStudy('noisy', (step) => {
      step('random', random, { inputs: step('source', source, {}) });
    });
    await runStudy(study, store);
    const { verdicts, end } = await auditStudy(study, store);
    expect(verdicts['source']).toMatchObject({ verdict: 'reproduced' });
    expect(verdicts['random']).toMatchObject({
      verdict: 'differs',
      outputs: [{ distance: { total: 1, differences: [{ path: '[0]', before: 0, now: 1 }] } }],
    });
    expect(end.outcome).toBe('faulty');
  });

  test('and a cell that is false: cells are computed anew, by an audit and by a forced run', async () => {
    let value = 1;
    const cellular = defineStage({
      name: 'cellular',
      module: 'test:cellular',
      params: z.strictObject({}),
      inputs: {},
      outputs: { numbers },
      uses: {},
      async run({ cells }) {
        const found = await cells<number[]>(['only'], async (missing, put) => {
          for (const index of missing) put(index, [value]);
        });
        return { numbers: found.flat() };
      },
    });
    const study = defineStudy('cells', (step) => {
      step('cellular', cellular, {});
    });
    await runStudy(study, store);
    value = 2;
    expect(names(await auditStudy(study, store))).toEqual({ cellular: 'differs' });
    await runStudy(study, store, { forced: new Set(['cellular']) });
    expect(names(await auditStudy(study, store))).toEqual({ cellular: 'reproduced' });
  });
});

describe('what is damaged', () => {
  test('is told as an input that is missing, deleted in the end, and made again by a run', async () => {
    await runStudy(smallStudy, store);
    const hash = recordOf('source').outputs['numbers']!;
    await tables.write([{ blob: hash }]);
    await tables.write([{ blob: hash, bytes: Uint8Array.of(1, 2, 3) }]);

    const kept = await auditStudy(smallStudy, store, { keepDamaged: true });
    expect(kept.end).toMatchObject({ damage: 'kept', deleted: [] });
    expect(store.hasArtifact(hash)).toBe(true);

    const audited = await auditStudy(smallStudy, store);
    expect(names(audited)).toEqual({
      source: 'reproduced',
      parity: 'input-missing',
      total: 'input-missing',
    });
    expect(audited.verdicts['parity']).toMatchObject({
      inputs: [{ input: 'numbers', artifact: hash, state: 'damaged' }],
    });
    expect(audited.events.find(({ type }) => type === 'artifacts')).toMatchObject({
      faults: [{ artifact: hash, state: 'damaged', of: ['source.numbers'] }],
    });
    expect(audited.end).toMatchObject({ outcome: 'faulty', damage: 'deleted' });

    expect((await runStudy(smallStudy, store)).outcomes).toMatchObject({ source: 'ran', total: 'hit' });
    expect((await auditStudy(smallStudy, store)).end.outcome).toBe('whole');
  });
});
