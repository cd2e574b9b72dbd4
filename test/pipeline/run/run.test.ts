import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Hash, Key } from '../../../cache/hash.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { defineStage } from '../../../pipeline/study/stage.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import {
  calls,
  FakeFingerprints,
  numbers,
  parity,
  runStudy,
  set,
  smallStudy,
  source,
  total,
} from '../small-study.js';

beforeEach(() => {
  calls.length = 0;
});

describe('what reruns', () => {
  test('everything runs the first time, nothing the second', async () => {
    const store = memoryStore();
    expect((await runStudy(smallStudy, store)).outcomes).toEqual({
      source: 'ran',
      parity: 'ran',
      total: 'ran',
    });
    expect((await runStudy(smallStudy, store)).outcomes).toEqual({
      source: 'hit',
      parity: 'hit',
      total: 'hit',
    });
    expect(calls).toEqual(['source', 'parity', 'total']);
  });

  test('a changed param reruns its step and what its result changes', async () => {
    const store = memoryStore();
    await runStudy(smallStudy, store);
    const { outcomes, states } = await runStudy(smallStudy, store, { set: [set('total', 'times', 3)] });
    expect(outcomes).toEqual({ source: 'hit', parity: 'hit', total: 'ran' });
    expect(states.get('total')).toMatchObject({
      reasons: [{ kind: 'param', name: 'times', before: 1, now: 3 }],
    });
  });

  test('a step whose inputs come out the same is cut off', async () => {
    const store = memoryStore();
    const study = defineStudy('cut', (step) => {
      const first = step('source', source, {});
      const odd = step('parity', parity, { inputs: first });
      step('total', total, { inputs: { parts: { odd: odd.numbers } } });
    });
    await runStudy(study, store);
    const { outcomes } = await runStudy(study, store, { set: [set('source', 'values', [3, 4, 5])] });
    expect(outcomes).toEqual({ source: 'ran', parity: 'ran', total: 'hit' });
  });

  test('going back to an old value is a hit', async () => {
    const store = memoryStore();
    await runStudy(smallStudy, store);
    await runStudy(smallStudy, store, { set: [set('source', 'values', [9])] });
    expect((await runStudy(smallStudy, store)).outcomes).toEqual({
      source: 'hit',
      parity: 'hit',
      total: 'hit',
    });
  });

  test('changed code reruns the steps of that stage, and says which code', async () => {
    const store = memoryStore();
    const fingerprints = new FakeFingerprints();
    await runStudy(smallStudy, store, { fingerprints });
    fingerprints.code.set('test:parity', 'edited');
    const { outcomes, states } = await runStudy(smallStudy, store, { fingerprints });
    expect(outcomes).toEqual({ source: 'hit', parity: 'ran', total: 'hit' });
    expect(states.get('parity')).toMatchObject({
      reasons: [
        {
          kind: 'code',
          name: 'parity',
          change: 'edited',
          files: [{ file: 'parity.ts', change: 'edited', symbols: [{ name: 'run', change: 'edited' }] }],
        },
      ],
    });
  });

  test('a forced step runs though its result is there', async () => {
    const store = memoryStore();
    await runStudy(smallStudy, store);
    const { outcomes } = await runStudy(smallStudy, store, { forced: new Set(['parity']) });
    expect(outcomes).toEqual({ source: 'hit', parity: 'ran', total: 'hit' });
  });

  test('two steps of one stage with equal params and inputs are one computation', async () => {
    const twins = defineStudy('twins', (step) => {
      step('a', source, { params: { values: [7] } });
      step('b', source, { params: { values: [7] } });
    });
    const { outcomes } = await runStudy(twins);
    expect(Object.values(outcomes).sort()).toEqual(['hit', 'ran']);
    expect(calls).toEqual(['source']);
  });

  test('two runs at once on one store compute each step once', async () => {
    const store = memoryStore();
    const both = await Promise.all([runStudy(smallStudy, store), runStudy(smallStudy, store)]);
    expect(calls.toSorted()).toEqual(['parity', 'source', 'total']);
    for (const { outcomes } of both) expect(Object.values(outcomes)).not.toContain('failed');
  });

  test('a result that was lost under a hit is made again for the step that needs it', async () => {
    const store = memoryStore();
    const first = await runStudy(smallStudy, store);
    const sourceState = first.states.get('source');
    if (sourceState?.state !== 'ran') throw new Error('source should have run');
    // The artifact is announced but cannot be read, as if its bytes had been damaged.
    let damaged = true;
    const lossy = new Proxy(store, {
      get(target, name: keyof typeof store) {
        if (name === 'readArtifact') {
          return (hash: Hash) =>
            damaged && hash === sourceState.record.outputs['numbers'] ? undefined : target.readArtifact(hash);
        }
        if (name === 'forgetRecord') {
          return (key: Key) => {
            damaged = false;
            return target.forgetRecord(key);
          };
        }
        return target[name].bind(target);
      },
    });
    const { outcomes } = await runStudy(smallStudy, lossy, { set: [set('total', 'times', 2)] });
    expect(outcomes).toEqual({ source: 'ran', parity: 'hit', total: 'ran' });
  });
});

describe('failure and cancelling', () => {
  const failing = defineStage({
    name: 'failing',
    module: 'test:failing',
    params: z.strictObject({ works: z.boolean().default(false) }),
    inputs: { numbers },
    outputs: { numbers },
    uses: {},
    async run({ params, inputs }) {
      if (!params.works) throw new Error('the stage broke');
      return { numbers: inputs.numbers };
    },
  });
  const study = defineStudy('failing', (step) => {
    const first = step('source', source, {});
    const broken = step('broken', failing, { inputs: first });
    const after = step('after', parity, { inputs: broken });
    step('later', parity, { inputs: after });
    step('beside', parity, { inputs: first });
  });

  test('what needs a failed step is skipped, the rest runs', async () => {
    const { outcomes, states, events } = await runStudy(study);
    expect(outcomes).toEqual({
      source: 'ran',
      broken: 'failed',
      after: 'skipped',
      later: 'skipped',
      beside: 'ran',
    });
    expect(states.get('after')).toEqual({ state: 'skipped', because: 'broken' });
    expect(events.at(-1)).toMatchObject({ type: 'run-ended', outcome: 'failed' });
  });

  test('a failure is recorded with its run, and nothing of it is taken for a result', async () => {
    const store = memoryStore();
    await runStudy(study, store);
    const [run] = store.runs();
    expect(run).toMatchObject({ outcome: 'failed' });
    expect(run?.steps.find(({ step }) => step === 'broken')).toMatchObject({
      outcome: 'failed',
      message: 'the stage broke',
    });
    expect((await runStudy(study, store)).outcomes['broken']).toBe('failed');
    const { outcomes } = await runStudy(study, store, { set: [set('broken', 'works', true)] });
    expect(outcomes['broken']).toBe('ran');
  });

  test('an interrupted run ends as interrupted, keeps finished cells and records no result', async () => {
    const store = memoryStore();
    const stop = new AbortController();
    let computed = 0;
    const cellular = defineStage({
      name: 'cellular',
      module: 'test:cellular',
      params: z.strictObject({}),
      inputs: {},
      outputs: { numbers },
      uses: {},
      async run({ cells, signal }) {
        const values = await cells<number>([0, 1, 2, 3], async (missing, put) => {
          for (const index of missing) {
            signal.throwIfAborted();
            computed++;
            put(index, index * 10);
            if (index === 1 && !stop.signal.aborted) stop.abort();
            await delay(1);
          }
        });
        return { numbers: values };
      },
    });
    const cellStudy = defineStudy('cells', (step) => void step('cellular', cellular, {}));
    const { events, outcomes } = await runStudy(cellStudy, store, { signal: stop.signal });
    expect(events.at(-1)).toMatchObject({ type: 'run-ended', outcome: 'interrupted' });
    expect(outcomes).toEqual({});
    expect(computed).toBe(2);
    const again = await runStudy(cellStudy, store);
    expect(again.outcomes).toEqual({ cellular: 'ran' });
    expect(computed).toBe(4);
  });

  test('a result whose code changed while it was computed is not recorded', async () => {
    const store = memoryStore();
    const fingerprints = new FakeFingerprints();
    fingerprints.changed = 'parity.ts';
    const { states, outcomes } = await runStudy(smallStudy, store, { fingerprints });
    expect(outcomes).toEqual({ source: 'failed', parity: 'skipped', total: 'skipped' });
    expect(states.get('source')).toMatchObject({ error: { code: 'changed-while-running' } });
    expect(store.stats().records).toBe(0);
  });
});

test('a chain of ten thousand steps runs, is a hit, and is skipped without exhausting the stack', async () => {
  const length = 10_000;
  const chain = defineStudy('chain', (step) => {
    let last = step('s0', source, {});
    for (let i = 1; i < length; i++) last = step(`s${i}`, parity, { inputs: last });
  });
  const store = memoryStore();
  const first = await runStudy(chain, store);
  expect(Object.keys(first.outcomes)).toHaveLength(length);
  const second = await runStudy(chain, store);
  expect(new Set(Object.values(second.outcomes))).toEqual(new Set(['hit']));
  const fingerprints = new FakeFingerprints();
  fingerprints.changed = 'source.ts';
  const failed = await runStudy(chain, memoryStore(), { fingerprints });
  expect(Object.values(failed.outcomes).filter((outcome) => outcome === 'skipped')).toHaveLength(length - 1);
});
