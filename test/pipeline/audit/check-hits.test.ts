import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import type { ExecutedAgain } from '../../../pipeline/audit/audit-events.js';
import type { Verdict } from '../../../pipeline/audit/audit-verdict.js';
import { checkHits, type Hit, sampleHits } from '../../../pipeline/audit/check-hits.js';
import { configure } from '../../../pipeline/study/configure.js';
import { defineStage } from '../../../pipeline/study/stage.js';
import { defineStudy, type Study } from '../../../pipeline/study/study.js';
import { madeRecord } from '../records.js';
import { calls, FakeFingerprints, numbers, runStudy, smallStudy, source } from '../small-study.js';

let store: Store;
beforeEach(() => {
  store = memoryStore();
});

interface Checked {
  readonly whole: boolean;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

async function check(
  study: Study,
  hits: readonly Hit[],
  signal = new AbortController().signal,
): Promise<Checked> {
  const verdicts: Record<string, Verdict> = {};
  const fingerprints = new FakeFingerprints();
  const session = { study: study.name, store, fingerprints, resources: {} as never, threads: 1 };
  const told = (event: ExecutedAgain) => {
    if (event.type === 'step') verdicts[event.step] = event.verdict;
  };
  return { whole: await checkHits(hits, session, 2, told, signal), verdicts };
}

/** Runs a study and checks all of its hits. */
async function runAndCheck(study: Study): Promise<Checked> {
  const { states } = await runStudy(study, store);
  const hits = configure(study, []).flatMap((step): Hit[] => {
    const state = states.get(step.id);
    return state?.state === 'hit' ? [{ step, record: state.record }] : [];
  });
  return check(study, hits);
}

describe('a check of what was a hit', () => {
  test('executes it again and finds the same bytes; nothing is recorded', async () => {
    await runStudy(smallStudy, store);
    calls.length = 0;
    const { whole, verdicts } = await runAndCheck(smallStudy);
    expect(whole).toBe(true);
    expect(Object.values(verdicts).map(({ verdict }) => verdict)).toEqual(Array(3).fill('reproduced'));
    expect(calls.toSorted()).toEqual(['parity', 'source', 'total']);
    expect(store.stats()).toMatchObject({ records: 3, runs: 2 });
  });

  test('checks nothing of what ran', async () => {
    expect(await runAndCheck(smallStudy)).toEqual({ whole: true, verdicts: {} });
  });

  test('finds a result that is not its step’s own', async () => {
    await runStudy(smallStudy, store);
    const recordOf = (step: string) => store.records().find((record) => record.step === step)!;
    await store.commit({ record: { ...recordOf('parity'), outputs: recordOf('source').outputs } });
    const { whole, verdicts } = await runAndCheck(smallStudy);
    expect(whole).toBe(false);
    expect(verdicts).toMatchObject({ source: { verdict: 'reproduced' }, parity: { verdict: 'differs' } });
  });

  test('uses no cell that is kept', async () => {
    let value = 1;
    const cellular = defineStage({
      name: 'cellular',
      module: 'test:cellular',
      params: z.strictObject({}),
      inputs: {},
      outputs: { numbers },
      uses: {},
      async run({ cells }) {
        const found = await cells<number>(['only'], async (missing, put) => {
          for (const index of missing) put(index, value);
        });
        return { numbers: found };
      },
    });
    const study = defineStudy('cells', (step) => {
      step('cellular', cellular, {});
    });
    await runStudy(study, store);
    value = 2;
    expect(await runAndCheck(study)).toMatchObject({
      whole: false,
      verdicts: { cellular: { verdict: 'differs' } },
    });
  });

  test('reads the files, whatever is remembered of them; one that cannot be read is told', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'restudy-check-'));
    const file = path.join(folder, 'values.txt');
    const reading = defineStage({
      name: 'reading',
      module: 'test:reading',
      params: z.strictObject({}),
      inputs: {},
      outputs: { numbers },
      uses: {},
      files: () => ({ values: file }),
      run: async () => ({ numbers: readFileSync(file, 'utf8').split(' ').map(Number) }),
    });
    const study = defineStudy('reading', (step) => {
      step('reading', reading, {});
    });
    writeFileSync(file, '1 2');
    await runStudy(study, store);
    const hits = [{ step: configure(study, [])[0]!, record: store.records()[0]! }];
    writeFileSync(file, '1 9');
    expect((await check(study, hits)).verdicts['reading']).toMatchObject({ verdict: 'differs' });
    rmSync(folder, { recursive: true });
    expect(await check(study, hits)).toMatchObject({
      whole: false,
      verdicts: { reading: { verdict: 'failed', message: expect.stringContaining('the values file') } },
    });
  });

  test('ends when it is interrupted', async () => {
    await runStudy(smallStudy, store);
    const hits = [{ step: configure(smallStudy, [])[0]!, record: store.records()[0]! }];
    await expect(check(smallStudy, hits, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});

describe('a sample of hits', () => {
  const study = defineStudy('many', (step) => {
    for (let index = 0; index < 20; index++) step(`step-${index}`, source, {});
  });
  const steps = configure(study, []);
  /** Hits of so many steps; the first took `seconds`, the others a second at most. */
  const hits = (count: number, seconds = 0.1): Hit[] =>
    steps.slice(0, count).map((step, index) => {
      const record: StepRecord = madeRecord(step.id, {});
      const took = index === 0 ? seconds : index / 20;
      return { step, record: { ...record, circumstances: { ...record.circumstances, seconds: took } } };
    });
  const drawn = (all: readonly Hit[], run: string) => sampleHits(all, run).map(({ step }) => step.id);

  test('is decided by the run alone, whatever the order of the steps', () => {
    const first = drawn(hits(20), 'a run');
    expect(drawn(hits(20).reverse(), 'a run')).toEqual(first);
    const others = Array.from({ length: 10 }, (_, index) => drawn(hits(20), `run ${index}`).join());
    expect(new Set(others).size).toBeGreaterThan(5);
  });

  test('is of three results, or of all if there are fewer', () => {
    expect([0, 1, 2, 3, 20].map((count) => drawn(hits(count), 'a run').length)).toEqual([0, 1, 2, 3, 3]);
  });

  test('takes one step of those that share a record', () => {
    const [one, ...others] = hits(6);
    const shared = others.map(({ step }) => ({ step, record: one!.record }));
    expect(drawn([one!, ...shared], 'a run')).toHaveLength(1);
  });

  test('takes cheap steps more often; in the course of many runs each has its turn', () => {
    const times = new Map<string, number>();
    for (let run = 0; run < 2000; run++) {
      for (const step of drawn(hits(20, 20), `run ${run}`)) times.set(step, (times.get(step) ?? 0) + 1);
    }
    expect(times.size).toBe(20);
    const [dear, ...cheap] = steps.map(({ id }) => times.get(id)!);
    expect(Math.min(...cheap)).toBeGreaterThan(5 * dear!);
  });
});
