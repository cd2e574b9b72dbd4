import { beforeEach, describe, expect, test } from 'vitest';
import type { RunStep } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { artifactOf, keyOf, lyingArtifact, recordOf, runOf } from '../samples.js';

/** What is remembered of earlier runs: latest records, cells, files, runs. `store` gives an empty store that is new in each test. */
export function describeHistory(name: string, store: () => Store): void {
  describe(`${name}: the latest record`, () => {
    const output = artifactOf('a model');
    const first = recordOf('first', { model: output.hash });
    const second = recordOf('second', { model: output.hash });
    beforeEach(async () => {
      await store().commit({ artifacts: [output], record: first });
      await store().commit({ record: second });
    });

    const end = (study: string, step: string, outcome: RunStep['outcome'], key?: RunStep['key']) =>
      store().commit({
        steps: { run: 'r', study, entries: [{ step, outcome, seconds: 0, ...(key && { key }) }] },
      });

    test('is the one that a run used last, even if another is newer', async () => {
      expect(store().latestRecord('mnist', 'svm')).toBeUndefined();
      await end('mnist', 'svm', 'ran', second.key);
      expect(store().latestRecord('mnist', 'svm')).toEqual(second);
      await end('mnist', 'svm', 'hit', first.key);
      expect(store().latestRecord('mnist', 'svm')).toEqual(first);
    });

    test('does not change when a step fails or is skipped', async () => {
      await end('mnist', 'svm', 'ran', first.key);
      await end('mnist', 'svm', 'failed', second.key);
      await end('mnist', 'svm', 'skipped');
      expect(store().latestRecord('mnist', 'svm')).toEqual(first);
    });

    test('is kept for each study and step', async () => {
      await end('ab', 'c', 'ran', first.key);
      await end('a', 'bc', 'ran', second.key);
      expect(store().latestRecord('ab', 'c')).toEqual(first);
      expect(store().latestRecord('a', 'bc')).toEqual(second);
      expect(store().latestRecord('abc', '')).toBeUndefined();
    });

    test('is the one before once it was forgotten, if a run used one', async () => {
      await store().commit({ run: runOf('r', '2026-11-24T10:00:00.000Z') });
      await end('mnist', 'svm', 'ran', first.key);
      await store().commit({ run: runOf('s', '2026-11-24T11:00:00.000Z') });
      await store().commit({
        steps: {
          run: 's',
          study: 'mnist',
          entries: [{ step: 'svm', outcome: 'ran', seconds: 0, key: second.key }],
        },
      });
      await store().forgetRecord(second.key);
      expect(store().latestRecord('mnist', 'svm')).toEqual(first);
      expect(store().latestKey('mnist', 'svm')).toBe(second.key);
    });

    test('is none once it was forgotten, and there is no other', async () => {
      await end('mnist', 'svm', 'ran', first.key);
      await store().forgetRecord(first.key);
      expect(store().latestRecord('mnist', 'svm')).toBeUndefined();
    });
  });

  describe(`${name}: cells and files`, () => {
    test('a cell is a miss once its artifact turned out to be damaged', async () => {
      const lie = lyingArtifact('a score');
      await store().commit({ artifacts: [lie], cells: [{ key: keyOf('cell'), hash: lie.hash }] });
      expect(store().findCell(keyOf('cell'))).toBe(lie.hash);
      store().readArtifact(lie.hash);
      expect(store().findCell(keyOf('cell'))).toBeUndefined();
    });

    test('a path may be long and in any script', async () => {
      const { hash } = artifactOf('content');
      const files = [`/${'long/'.repeat(1000)}file`, '/数字/Ä ö\n\u0000', ''].map((path, index) => ({
        path,
        memory: { hash, stamp: `${index}:2:3:4:5` },
      }));
      await store().commit({ files });
      for (const { path, memory } of files) expect(store().findFile(path)).toEqual(memory);
      expect(store().findFile('/another')).toBeUndefined();
      await store().commit({ files: [{ path: '', memory: { hash, stamp: 'another' } }] });
      expect(store().findFile('')?.stamp).toBe('another');
    });
  });

  describe(`${name}: runs`, () => {
    const entry = (step: string): RunStep => ({ step, outcome: 'ran', seconds: 1 });

    test('come newest first, whenever they were written', async () => {
      for (const [id, startedAt] of [
        ['b', '2024-02-01T00:00:00Z'],
        ['c', '2024-03-01T00:00:00.5Z'],
        ['a', '2024-01-01T00:00:00Z'],
      ] as const) {
        await store().commit({ run: runOf(id, startedAt) });
      }
      expect(
        store()
          .runs()
          .map(({ id }) => id),
      ).toEqual(['c', 'b', 'a']);
      expect(store().stats().runs).toBe(3);
    });

    test('have their own steps, in the order in which they were added', async () => {
      await store().commit({ run: runOf('a', '2024-01-01T00:00:00Z') });
      await store().commit({ run: runOf('b', '2024-01-02T00:00:00Z') });
      const names = Array.from({ length: 50 }, (_, index) => `step ${(index * 7) % 50}`);
      const steps = { run: 'a', study: 'mnist' };
      await store().commit({ steps: { ...steps, entries: names.slice(0, 20).map(entry) } });
      await store().commit({ steps: { ...steps, run: 'b', entries: [entry('other')] } });
      await Promise.all(
        names.slice(20).map((name) => store().commit({ steps: { ...steps, entries: [entry(name)] } })),
      );
      const [second, first] = store().runs();
      expect(first?.steps.map(({ step }) => step)).toEqual(names);
      expect(second?.steps.map(({ step }) => step)).toEqual(['other']);
    });

    test('keep their steps when their header is replaced at the end', async () => {
      const header = runOf('a', '2024-01-01T00:00:00Z');
      await store().commit({ run: header, steps: { run: 'a', study: 'mnist', entries: [entry('svm')] } });
      expect(store().runs()[0]).not.toHaveProperty('endedAt');
      const ended = { ...header, endedAt: '2024-01-01T01:00:00Z', outcome: 'done' as const };
      await store().commit({ run: ended });
      expect(store().runs()).toEqual([{ ...ended, steps: [entry('svm')] }]);
    });
  });
}
