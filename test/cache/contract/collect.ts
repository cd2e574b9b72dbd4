import { describe, expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import type { Hash, Key } from '../../../cache/hash.js';
import type { StepRecord } from '../../../cache/record.js';
import type { CollectOptions, Store } from '../../../cache/store.js';
import { artifactOf, keyOf, noise, recordOf, runOf } from '../samples.js';

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2024-01-01T00:00:00Z');
const dayOf = (day: number) => new Date(FIRST + day * DAY_MS).toISOString();

/** What is kept and what is deleted. `store` gives an empty store that is new in each test. */
export function describeCollect(name: string, store: () => Store): void {
  describe(`${name}: garbage collection`, () => {
    /** A run on a day that used some records; each is committed with its artifact if it is new. */
    async function run(day: number, ...names: string[]): Promise<void> {
      const id = `day ${day}`;
      await store().commit({ run: runOf(id, dayOf(day)) });
      for (const step of names) {
        const record = madeOn(day, recordOf(step, { model: modelOf(step).hash }));
        const isThere = store().findRecord(record.key);
        const entry = { step, key: record.key, seconds: 1, outcome: isThere ? 'hit' : 'ran' } as const;
        const made = isThere ? {} : { artifacts: [modelOf(step)], record };
        await store().commit({ ...made, steps: { run: id, study: 'mnist', entries: [entry] } });
      }
    }
    const modelOf = (step: string) => artifactOf(noise(100_000, step.charCodeAt(0)));
    const madeOn = (day: number, record: StepRecord): StepRecord => ({
      ...record,
      circumstances: { ...record.circumstances, startedAt: dayOf(day) },
    });
    const collect = (options: Partial<CollectOptions> = {}) =>
      store().collect({ keep: new Set(), keepRuns: 1, ...options });
    const kept = (...names: string[]) =>
      names.filter((step) => {
        const record = store().findRecord(keyOf(step));
        const isThere = store().hasArtifact(modelOf(step).hash);
        expect(record !== undefined).toBe(isThere);
        return isThere;
      });

    test('keeps what the newest runs used and deletes the rest, which it counts', async () => {
      await run(1, 'a', 'b');
      await run(2, 'c');
      await run(3, 'a', 'd');
      const before = store().stats();
      const report = await collect();
      expect(kept('a', 'b', 'c', 'd')).toEqual(['a', 'd']);
      expect(report).toMatchObject({
        done: true,
        others: [],
        records: 2,
        artifacts: 2,
        artifactBytes: 200_000,
      });
      const after = store().stats();
      expect(before.records - after.records).toBe(report.records);
      expect(before.artifacts - after.artifacts).toBe(report.artifacts);
      expect(before.artifactBytes - after.artifactBytes).toBe(report.artifactBytes);
      expect(after).toMatchObject({ records: 2, runs: 3, fileBytes: report.bytesAfter });
      expect(report.bytesAfter).toBeLessThanOrEqual(report.usedBytes);
      expect(store().verifyChain().faults).toEqual([]);
      expect(await collect()).toMatchObject({ records: 0, cells: 0, artifacts: 0, artifactBytes: 0 });
    });

    test('keeps what the caller names and what tagged runs used, and what these were blessed from', async () => {
      await run(1, 'a', 'b', 'c', 'd', 'e');
      await run(2, 'c');
      await store().commit({ tag: { name: 'paper', run: 'day 2', at: dayOf(2) } });
      const blessed = {
        ...recordOf('f', { model: modelOf('d').hash }),
        blessed: { from: keyOf('d'), at: dayOf(3) },
      };
      await store().commit({ record: blessed });
      await run(4);
      await collect({ keep: new Set([keyOf('a'), keyOf('f'), keyOf('unknown')]) });
      expect(kept('a', 'b', 'c', 'd', 'e')).toEqual(['a', 'c', 'd']);
      await collect({ keepRuns: 0 });
      expect(kept('a', 'b', 'c', 'd', 'e')).toEqual(['c']);
    });

    test('keeps what a step that failed had before, but not for the sake of the failure', async () => {
      await run(1, 'a', 'b');
      await store().commit({
        run: runOf('failing', dayOf(2)),
        steps: {
          run: 'failing',
          study: 'mnist',
          entries: [
            { step: 'a', outcome: 'failed', key: keyOf('a'), seconds: 1 },
            { step: 'b', outcome: 'hit', key: keyOf('b'), seconds: 1 },
          ],
        },
      });
      await collect();
      expect(kept('a', 'b')).toEqual(['b']);
    });

    test('with an age deletes only what no run used since', async () => {
      await run(1, 'a', 'b');
      await run(5, 'b', 'c');
      await run(9, 'd');
      await collect({ keepRuns: 0, usedBeforeMs: FIRST + 5 * DAY_MS });
      expect(kept('a', 'b', 'c', 'd')).toEqual(['b', 'c', 'd']);
    });

    test('a dry run says the same and changes nothing', async () => {
      await run(1, 'a', 'b');
      await run(2, 'c');
      const before = store().stats();
      const said = await collect({ dryRun: true });
      expect(store().stats()).toEqual(before);
      const { records, cells, artifacts, artifactBytes } = await collect();
      expect(said).toMatchObject({ done: false, records, cells, artifacts, artifactBytes });
      expect(records).toBe(2);
    });

    describe('with a size', () => {
      test('deletes what was used last at last, and no more than it must', async () => {
        await run(1, 'a', 'b');
        await run(2, 'c');
        await run(3, 'a');
        await run(4, 'd');
        const { usedBytes } = await collect({ dryRun: true });
        expect(await collect({ maxBytes: usedBytes })).toMatchObject({ artifacts: 0 });
        const report = await collect({ maxBytes: usedBytes - 150_000 });
        expect(kept('a', 'b', 'c', 'd')).toEqual(['a', 'd']);
        expect(report.usedBytes).toBeLessThanOrEqual(usedBytes - 150_000);
        expect(store().stats().fileBytes).toBeLessThanOrEqual(usedBytes - 150_000);
      });

      test('keeps of what was used at the same time what was made first', async () => {
        await run(1, 'a');
        await run(2, 'a', 'b');
        await run(3, 'c');
        const { usedBytes } = await collect({ dryRun: true });
        await collect({ maxBytes: usedBytes - 50_000 });
        expect(kept('a', 'b', 'c')).toEqual(['a', 'c']);
      });

      test('never deletes a root, and shows that it does not fit', async () => {
        await run(1, 'a');
        await run(2, 'b');
        const report = await collect({ maxBytes: 1000 });
        expect(kept('a', 'b')).toEqual(['b']);
        expect(report.usedBytes).toBeGreaterThan(1000);
      });
    });

    describe('of shared artifacts and cells', () => {
      const node = (depth: number) => {
        const value = { depth };
        return { value, ...artifactOf(encodeArtifact(value)) };
      };
      const forestOf = (...trees: ReturnType<typeof node>[]) =>
        artifactOf(
          encodeArtifact(
            trees.map(({ value }) => value),
            (part) => trees.find(({ value }) => value === part)?.hash,
          ),
        );
      const cell = (name: string, hash: Hash, step?: Key, atMs = FIRST) => ({
        key: keyOf(name),
        hash,
        ...(step && { usedBy: { step, atMs } }),
      });

      test('keeps all that a kept artifact refers to, and the sources of a kept record', async () => {
        const trees = [1, 2, 3].map(node);
        const [small, large] = [forestOf(trees[0]!), forestOf(...trees)];
        const source = artifactOf('export const C = 1');
        await store().commit({
          artifacts: [...trees, small, large, source],
          cells: trees.map(({ hash }, index) => cell(`tree ${index}`, hash, keyOf('large'))),
          record: { ...recordOf('small', { model: small.hash }), sources: { svc: source.hash } },
        });
        await store().commit({ record: recordOf('large', { model: large.hash }) });
        expect(await collect({ keep: new Set([keyOf('small')]) })).toMatchObject({
          records: 1,
          cells: 2,
          artifacts: 3,
        });
        expect(trees.map(({ hash }) => store().hasArtifact(hash))).toEqual([true, false, false]);
        expect(store().findCell(keyOf('tree 0'))).toBe(trees[0]!.hash);
        expect(store().hasArtifact(source.hash)).toBe(true);
        expect(await store().verify()).toMatchObject({ damaged: [], broken: [] });
      });

      test('keeps the cells of the steps whose records are kept', async () => {
        const scores = [1, 2, 3].map((score) => artifactOf(encodeArtifact(score)));
        const grid = artifactOf(encodeArtifact('best: 3'));
        await store().commit({
          artifacts: [...scores, grid],
          cells: scores.map(({ hash }, index) =>
            cell(`score ${index}`, hash, keyOf(index < 2 ? 'now' : 'then')),
          ),
          record: recordOf('now', { best: grid.hash }),
        });
        await store().commit({ record: recordOf('then', { best: grid.hash }) });
        await store().commit({ cells: [cell('of unknown use', scores[2]!.hash)] });
        expect(await collect({ keep: new Set([keyOf('now')]) })).toMatchObject({
          records: 1,
          cells: 2,
          artifacts: 1,
        });
        expect([0, 1, 2].map((index) => store().findCell(keyOf(`score ${index}`)) !== undefined)).toEqual([
          true,
          true,
          false,
        ]);
      });

      test('keeps the cells of a step that was killed, until the runs of that time are not kept any more', async () => {
        const tree = node(1);
        await run(1, 'a');
        await store().commit({
          artifacts: [tree],
          cells: [cell('tree', tree.hash, keyOf('killed'), FIRST + 1.5 * DAY_MS)],
        });
        await run(2, 'a');
        expect(await collect({ keepRuns: 2 })).toMatchObject({ cells: 0 });
        expect(store().findCell(keyOf('tree'))).toBe(tree.hash);
        expect(await collect({ keepRuns: 1 })).toMatchObject({ cells: 1, artifacts: 1 });
        expect(store().findCell(keyOf('tree'))).toBeUndefined();
      });
    });

    test('deletes artifacts that nothing needs', async () => {
      await run(1, 'a');
      await store().commit({ artifacts: [artifactOf('nobody knows me')] });
      expect(await collect()).toMatchObject({ records: 0, artifacts: 1 });
      expect(kept('a')).toEqual(['a']);
    });
  });
}
