import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { olderRecords } from '../../../pipeline/audit/older-records.js';
import { FORMAT, keyOf } from '../../../pipeline/key/key.js';
import { defineStage } from '../../../pipeline/study/stage.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { verdictText } from '../../../reports/text/audit-text.js';
import { doubtfulTexts } from '../../../reports/text/older-records-text.js';
import { numbers, parity, runStudy, set, smallStudy, source } from '../small-study.js';
import { auditStudy, names } from './audit-study.js';
import { olderRun } from './older-run.js';

// Records of format 1, whose keys took what one factory made for one and the same.

/** A stage that a factory makes: all of them bear one name, and what they multiply by nobody sees. */
const scaled = (factor: number) =>
  defineStage({
    name: 'scaled',
    module: `test:scaled-${factor}`,
    params: z.strictObject({ of: z.number().default(10) }),
    inputs: {},
    outputs: { numbers },
    uses: {},
    async run({ params, cells }) {
      const found = await cells<number>(['product'], async (missing, put) => {
        for (const index of missing) put(index, params.of * factor);
      });
      return { numbers: found };
    },
  });

/** twice, thrice -> rest */
const factories = defineStudy('factories', (step) => {
  step('twice', scaled(2), {});
  step('rest', parity, { inputs: step('thrice', scaled(3), {}) });
});

let store: Store;
beforeEach(() => {
  store = memoryStore();
});

describe('what an older version kept', () => {
  test('is never a hit: all runs again, because of the format', async () => {
    await olderRun(smallStudy, store);
    const { outcomes, states } = await runStudy(smallStudy, store);
    expect(outcomes).toEqual({ source: 'ran', parity: 'ran', total: 'ran' });
    expect(states.get('total')).toMatchObject({ reasons: [{ kind: 'format', before: 1, now: FORMAT }] });
  });

  test('is executed again by an audit, which says that the next run makes it anew', async () => {
    await olderRun(smallStudy, store);
    const before = { stats: store.stats(), chain: store.verifyChain() };
    const audited = await auditStudy(smallStudy, store);
    expect(names(audited)).toEqual({ source: 'reproduced', parity: 'reproduced', total: 'reproduced' });
    expect(audited.verdicts['total']).toMatchObject({ older: { format: 1, madeBy: null } });
    expect(verdictText(audited.verdicts['total']!).title).toContain(
      'of format 1, so the next run makes it anew',
    );
    expect(audited.end.outcome).toBe('whole');
    expect({ stats: store.stats(), chain: store.verifyChain() }).toEqual(before);
  });

  test('gives way to what a run made since', async () => {
    await olderRun(smallStudy, store);
    await runStudy(smallStudy, store);
    const { verdicts, events } = await auditStudy(smallStudy, store);
    expect(Object.values(verdicts).filter((verdict) => 'older' in verdict)).toEqual([]);
    expect(events.find(({ type }) => type === 'older-records')).toMatchObject({ records: 3, doubtful: [] });
  });

  test('cannot be executed if it is of a newer format: nobody here knows what that means', async () => {
    await runStudy(smallStudy, store);
    const [record] = store.records().filter(({ step }) => step === 'source');
    await store.forgetRecord(record!.key);
    const parts = { ...record!.parts, format: FORMAT + 1 };
    await store.commit({ record: { ...record!, key: keyOf(parts), parts } });
    const { verdicts } = await auditStudy(smallStudy, store);
    expect(verdicts['source']).toMatchObject({ verdict: 'code-changed', changes: [{ kind: 'format' }] });
  });
});

describe('a result that an older key took for another step’s too', () => {
  test('is found by executing the step that has it, and its maker is named', async () => {
    expect((await olderRun(factories, store)).outcomes).toEqual({ twice: 'ran', thrice: 'hit', rest: 'ran' });
    // One after the other: no cell of the one may count as the other's.
    const audited = await auditStudy(factories, store, { jobs: 1 });
    // What was made of the wrong result is right for what it was made of.
    expect(names(audited)).toEqual({ twice: 'reproduced', thrice: 'differs', rest: 'reproduced' });
    expect(audited.verdicts['thrice']).toMatchObject({
      record: { step: 'twice' },
      older: { format: 1, madeBy: 'twice' },
      outputs: [{ distance: { differences: [{ path: '[0]', before: 20, now: 30 }] } }],
    });
    const { details } = verdictText(audited.verdicts['thrice']!);
    expect(details.slice(0, 2)).toEqual([
      'twice made it, and a run took it over as a hit',
      expect.stringMatching(/^its record is of format 1, whose key could miss what changes a result: /),
    ]);
    expect(audited.end.outcome).toBe('faulty');
  });

  test('also where the newest run had other params, or another step is not part of the study any more', async () => {
    await olderRun(factories, store);
    await olderRun(factories, store, { set: [set('twice', 'of', 7), set('thrice', 'of', 7)] });
    expect(names(await auditStudy(factories, store))).toMatchObject({ thrice: 'differs' });
    const without = defineStudy('factories', (step) => {
      step('thrice', scaled(3), {});
    });
    expect(names(await auditStudy(without, store))).toEqual({ thrice: 'differs' });
  });

  test('is named, with the run in which it was taken over first', async () => {
    const { run } = await olderRun(factories, store);
    await delay(5);
    await olderRun(factories, store);
    const { records, doubtful } = olderRecords(store);
    expect({ records, doubtful }).toMatchObject({
      records: 2,
      doubtful: [{ step: 'twice', format: 1, takenOver: [{ step: 'thrice', run }], files: [] }],
    });
    expect(doubtfulTexts(doubtful)).toEqual([
      expect.stringMatching(/^twice \(key [0-9a-f]{12}\): run \S+ took it over as a hit for thrice$/),
    ]);
  });

  test('is nothing to be named of today’s records, which may be several steps’ own', async () => {
    const twins = defineStudy('twins', (step) => {
      const first = step('source', source, {});
      step('one', parity, { inputs: first });
      step('other', parity, { inputs: first });
    });
    expect(Object.values((await runStudy(twins, store)).outcomes)).toContain('hit');
    expect(olderRecords(store)).toEqual({ records: 0, doubtful: [] });
    const { events } = await auditStudy(twins, store);
    expect(events.filter(({ type }) => type === 'older-records')).toEqual([]);
  });

  test('the list of them ends where it would be too long', async () => {
    await olderRun(factories, store);
    const [one] = olderRecords(store).doubtful;
    const texts = doubtfulTexts(Array.from({ length: 23 }, () => one!));
    expect(texts).toHaveLength(11);
    expect(texts.at(-1)).toBe('and 13 more (--json names all)');
  });
});

describe('data that were replaced behind an older version’s back', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'restudy-older-'));
  const file = path.join(folder, 'values.txt');
  afterEach(() => rmSync(file, { force: true }));
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

  test('differ from those that the record names, and its result is not theirs', async () => {
    writeFileSync(file, '1 9');
    await olderRun(study, store, { files: { values: '1 2' } });
    writeFileSync(file, '1 2');
    const { verdicts, end } = await auditStudy(study, store);
    expect(verdicts['reading']).toMatchObject({
      verdict: 'differs',
      older: { madeBy: null },
      outputs: [{ distance: { differences: [{ path: '[1]', before: 9, now: 2 }] } }],
    });
    expect(end.outcome).toBe('faulty');
    expect(olderRecords(store).doubtful).toMatchObject([
      { step: 'reading', takenOver: [], files: ['values'] },
    ]);
  });

  test('are said to be others than those of what there is', async () => {
    writeFileSync(file, '1 2');
    await olderRun(study, store, { files: { values: '1 2' } });
    writeFileSync(file, '1 9');
    const { verdicts, end } = await auditStudy(study, store);
    expect(verdicts['reading']).toMatchObject({
      verdict: 'no-result',
      because: 'other-files',
      changes: [{ kind: 'file', name: 'values' }],
    });
    expect(end.outcome).toBe('faulty');
  });
});
