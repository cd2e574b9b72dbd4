import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import type { Key } from '../../cache/hash.js';
import { openLmdbStore } from '../../cache/lmdb/lmdb-store.js';
import type { Store } from '../../cache/store.js';
import { memoryStore } from '../../cache/tables/memory-store.js';
import { planSteps } from '../../pipeline/plan/plan.js';
import { configure } from '../../pipeline/study/configure.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { defineStudy } from '../../pipeline/study/study.js';
import { FakeFingerprints, numbers, parity, runStudy, set, source, total } from './small-study.js';

// Fifty varied runs of a small study, then garbage collection.

const folder = mkdtempSync(path.join(tmpdir(), 'restudy-collect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The squares of the numbers up to `upTo`, a cell each, summed: the record does not refer to its cells. */
let squared = 0;
const squares = defineStage({
  name: 'squares',
  module: 'test:squares',
  params: z.strictObject({ upTo: z.number().default(5), times: z.number().default(1) }),
  inputs: { numbers },
  outputs: { numbers },
  uses: {},
  async run({ params, cells, inputHashes }) {
    const names = Array.from({ length: params.upTo }, (_, value) => ({
      value,
      times: params.times,
      numbers: inputHashes.numbers,
    }));
    const values = await cells<number>(names, async (missing, put) => {
      squared += missing.length;
      for (const index of missing) put(index, params.times * 1000 + index * index);
    });
    return { numbers: [values.reduce((sum, value) => sum + value, 0)] };
  },
});

const study = defineStudy('varied', (step) => {
  const first = step('source', source, {});
  const odd = step('parity', parity, { inputs: first });
  const sums = step('squares', squares, { inputs: first });
  step('total', total, { inputs: { parts: { odd: odd.numbers, sums: sums.numbers } } });
});

/** The params of the n-th run: most of them differ from those of all others. */
const settings = (run: number) => [
  set('source', 'values', [run % 7, 2, 3]),
  set('squares', 'times', run),
  set('total', 'times', run % 5),
];

test.each<[string, () => Store]>([
  ['memory', memoryStore],
  ['LMDB', () => openLmdbStore(folder)],
])('in %s frees what it says; what roots need is all hits', async (_, open) => {
  const store = open();
  const hits = { source: 'hit', parity: 'hit', squares: 'hit', total: 'hit' };
  for (let run = 0; run < 50; run++) {
    const { events } = await runStudy(study, store, { set: settings(run) });
    const [started] = events;
    if (run !== 20 || started?.type !== 'run-started') continue;
    await store.commit({ tag: { name: 'paper', run: started.run, at: new Date().toISOString() } });
  }
  const steps = configure(study, settings(3));
  const session = {
    study: study.name,
    store,
    fingerprints: new FakeFingerprints(),
    resources: {} as never,
    threads: 1,
  };
  const planned = await planSteps(steps, session);
  const keep = new Set<Key>(planned.flatMap((step) => (step.action === 'hit' ? [step.record.key] : [])));
  expect(keep.size).toBe(4);

  const before = store.stats();
  const report = await store.collect({ keep, keepRuns: 5 });
  const after = store.stats();
  expect(report).toMatchObject({ done: true, others: [] });
  for (const what of ['records', 'cells', 'artifacts', 'artifactBytes'] as const) {
    expect(before[what] - after[what]).toBe(report[what]);
    expect(report[what]).toBeGreaterThan(0);
  }
  expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
  expect(store.verifyChain().faults).toEqual([]);

  for (const run of [3, 20, 45, 46, 47, 48, 49]) {
    expect((await runStudy(study, store, { set: settings(run) })).outcomes).toEqual(hits);
  }
  expect((await runStudy(study, store, { set: settings(30) })).outcomes['squares']).toBe('ran');
  // Of a root's grid only what is new is computed.
  for (const run of [3, 20, 49]) {
    squared = 0;
    await runStudy(study, store, { set: [...settings(run), set('squares', 'upTo', 7)] });
    expect(squared).toBe(2);
  }
  await store.close();
});
