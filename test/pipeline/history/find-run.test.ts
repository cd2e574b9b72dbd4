import { beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { findRun } from '../../../pipeline/history/find-run.js';
import { parseResultName, recordOfRun } from '../../../pipeline/history/run-result.js';
import { runIfAllHits } from '../../../pipeline/run/all-hits.js';
import { checkTag } from '../../../pipeline/run/tag.js';
import { configure } from '../../../pipeline/study/configure.js';
import { FakeFingerprints, runStudy, set, smallStudy } from '../small-study.js';

let store: Store;
beforeEach(() => {
  store = memoryStore();
});

/** Writes runs that started a second apart, the first one first. */
async function writeRuns(...ids: readonly string[]): Promise<void> {
  for (const [second, id] of ids.entries()) {
    const startedAt = new Date(second * 1000).toISOString();
    await store.commit({ run: { id, study: 'small', startedAt, command: ['run'] } });
  }
}

describe('which run is meant', () => {
  test('the latest, the previous, an id, its beginning, a tag', async () => {
    await writeRuns('20260101T000000-aa', '20260101T000001-bb', '20260202T000000-cc');
    await store.commit({
      tag: { name: 'paper', run: '20260101T000001-bb', at: '2026-01-01T00:00:00.000Z' },
    });
    expect(findRun(store, 'latest').id).toBe('20260202T000000-cc');
    expect(findRun(store, 'previous').id).toBe('20260101T000001-bb');
    expect(findRun(store, 'paper').id).toBe('20260101T000001-bb');
    expect(findRun(store, '202602').id).toBe('20260202T000000-cc');
    expect(findRun(store, '20260101T000000-aa').id).toBe('20260101T000000-aa');
  });

  test('the beginning of several ids lists them', async () => {
    await writeRuns('20260101T000000-aa', '20260101T000001-bb');
    expect(() => findRun(store, '2026')).toThrow(
      '"2026" is the beginning of 2 runs: 20260101T000001-bb, 20260101T000000-aa. Give more of the id.',
    );
  });

  test('what means no run says what would', async () => {
    expect(() => findRun(store, 'latest')).toThrow('restudy run makes one.');
    await writeRuns('20260101T000000-aa');
    expect(() => findRun(store, 'previous')).toThrow('20260101T000000-aa is the only one.');
    await store.commit({ tag: { name: 'paper', run: 'gone', at: '2026-01-01T00:00:00.000Z' } });
    expect(() => findRun(store, 'papr')).toThrow('There is no run "papr". Did you mean "paper"?');
    expect(() => findRun(store, 'paper')).toThrow('The run gone, tagged "paper", is not kept any more.');
    expect(() => findRun(store, '')).toThrow('There is no run ""');
  });
});

describe('tags', () => {
  test.each(['paper', 'v1.0', 'Draft_2-b', 'a'.repeat(100)])('%s can be one', (name) => {
    expect(() => checkTag(name)).not.toThrow();
  });

  test.each([
    '',
    '2026',
    'a/b',
    'a:b',
    'a b',
    '-a',
    'é',
    'a\u001b[2J',
    'a'.repeat(101),
    'latest',
    'previous',
  ])('%j cannot', (name) => {
    expect(() => checkTag(name)).toThrow(`--tag ${name}`);
  });

  const tagEvent = (events: readonly { readonly type: string }[]) =>
    events.find(({ type }) => type === 'tag');

  test('a run that is done gets its tag, and takes it from the run that had it', async () => {
    await runStudy(smallStudy, store, { tag: 'paper' });
    const first = store.findTag('paper')!.run;
    const { events } = await runStudy(smallStudy, store, { tag: 'paper', set: [set('total', 'times', 2)] });
    expect(store.findTag('paper')!.run).not.toBe(first);
    expect(tagEvent(events)).toMatchObject({ tag: 'paper', given: true, before: first });
  });

  test('so does a run in which there was nothing to do', async () => {
    await runStudy(smallStudy, store);
    const fingerprints = new FakeFingerprints();
    const session = { study: 'small', store, fingerprints, resources: {} as never, threads: 1 };
    const events = await runIfAllHits(configure(smallStudy, []), session, ['run'], 'paper');
    expect(events?.map(({ type }) => type)).toEqual([
      'run-started',
      'step',
      'step',
      'step',
      'tag',
      'run-ended',
    ]);
    expect(findRun(store, 'paper')).toEqual(findRun(store, 'latest'));
  });

  test('a run that failed or was interrupted gets none, and says so', async () => {
    await runStudy(smallStudy, store, { tag: 'paper' });
    const { run } = store.findTag('paper')!;
    const fingerprints = new FakeFingerprints();
    fingerprints.changed = 'stages/total.ts';
    const failed = await runStudy(smallStudy, store, {
      tag: 'paper',
      fingerprints,
      set: [set('total', 'times', 2)],
    });
    expect(failed.outcomes).toMatchObject({ total: 'failed' });
    expect(tagEvent(failed.events)).toMatchObject({ given: false, before: run });
    const interrupted = await runStudy(smallStudy, store, { tag: 'new', signal: AbortSignal.abort() });
    expect(tagEvent(interrupted.events)).toMatchObject({ given: false, before: null });
    expect(store.tags()).toEqual([{ name: 'paper', run, at: expect.any(String) }]);
  });
});

describe('the result of a run', () => {
  test('is the one it had, also when params have changed since', async () => {
    await runStudy(smallStudy, store, { tag: 'paper' });
    await runStudy(smallStudy, store, { set: [set('total', 'times', 2)] });
    expect(recordOfRun(store, findRun(store, 'paper'), 'total').parts.params).toEqual({ times: 1 });
    expect(recordOfRun(store, findRun(store, 'latest'), 'total').parts.params).toEqual({ times: 2 });
  });

  test('that is not there says why', async () => {
    const fingerprints = new FakeFingerprints();
    fingerprints.changed = 'stages/source.ts';
    await runStudy(smallStudy, store, { fingerprints, command: ['run', '--set', 'x.y=1'] });
    const failed = findRun(store, 'latest');
    expect(() => recordOfRun(store, failed, 'source')).toThrow(
      `"source" failed in the run ${failed.id}: stages/source.ts changed while`,
    );
    expect(() => recordOfRun(store, failed, 'total')).toThrow('"total" was skipped in the run');
    expect(() => recordOfRun(store, failed, 'totl')).toThrow('had no step "totl". Did you mean "total"?');
    await runStudy(smallStudy, store, { command: ['run', '--set', 'x.y=1'] });
    const done = findRun(store, 'latest');
    await store.forgetRecord(recordOfRun(store, done, 'total').key);
    expect(() => recordOfRun(store, done, 'total')).toThrow(
      'not kept any more. The same command makes it again: restudy run --set x.y=1',
    );
  });

  test('is never another one that took its place under the same key', async () => {
    await runStudy(smallStudy, store, { tag: 'paper' });
    const paper = findRun(store, 'paper');
    const record = recordOfRun(store, paper, 'total');
    const other = store.latestRecord('small', 'parity')!.outputs;
    await store.commit({ record: { ...record, outputs: other } });
    expect(() => recordOfRun(store, paper, 'total')).toThrow('not kept any more');
  });

  test('has a name of a run, a step and an output', () => {
    expect(parseResultName('paper:svm.model')).toEqual({ run: 'paper', step: 'svm', output: 'model' });
    expect(parseResultName('svm')).toEqual({ step: 'svm', output: '' });
    expect(parseResultName('v1.0:svm')).toEqual({ run: 'v1.0', step: 'svm', output: '' });
  });
});
