import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import type { Hash, Key } from '../../../cache/hash.js';
import type { CollectOptions, Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { artifactOf, keyOf, recordOf, runOf } from '../samples.js';

const FIRST = Date.parse('2024-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const STEPS = 6;
const hourOf = (hour: number) => new Date(FIRST + hour * HOUR_MS).toISOString();
const keyOfStep = (step: number) => keyOf(`step ${step}`);

/** What somebody did to a store; numbers name artifacts, steps and runs. */
const history = fc.record({
  /** For each artifact those before it that it refers to. */
  artifacts: fc.array(fc.array(fc.nat(30), { maxLength: 3 }), { minLength: 1, maxLength: 20 }),
  records: fc.uniqueArray(
    fc.record({
      step: fc.nat(STEPS),
      outputs: fc.array(fc.nat(30), { maxLength: 3 }),
      sources: fc.array(fc.nat(30), { maxLength: 2 }),
      blessedFrom: fc.option(fc.nat(STEPS)),
      hour: fc.nat(20),
    }),
    { selector: ({ step }) => step },
  ),
  cells: fc.array(fc.record({ artifact: fc.nat(30), step: fc.option(fc.nat(STEPS)), hour: fc.nat(20) }), {
    maxLength: 12,
  }),
  /** A run an hour, and the steps that it used. */
  runs: fc.array(fc.array(fc.nat(STEPS), { maxLength: 4 }), { maxLength: 8 }),
  tagged: fc.array(fc.nat(7), { maxLength: 2 }),
  keep: fc.array(fc.nat(STEPS), { maxLength: 2 }),
  keepRuns: fc.nat(4),
  usedBefore: fc.option(fc.nat(20)),
});
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

test('whatever was done, exactly what kept results need is left, and it is whole', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (done) => {
      const store = memoryStore();
      const { hashes, references } = await doAll(store, done);
      const needed = neededOf(done, hashes, references);
      const dry = await store.collect({ ...optionsOf(done), dryRun: true });
      const report = await store.collect(optionsOf(done));
      expect(report).toEqual({ ...dry, done: true, usedBytes: report.usedBytes });

      expect(store.records().map(({ key }) => key)).toEqual(
        done.records
          .map(({ step }) => keyOfStep(step))
          .filter((key) => needed.results.has(key))
          .sort(),
      );
      const left = hashes.filter((hash) => store.readArtifact(hash));
      expect(new Set(left)).toEqual(needed.artifacts);
      expect(store.stats()).toMatchObject({ artifacts: left.length === 0 ? 0 : new Set(left).size });
      for (const [index, { artifact }] of done.cells.entries()) {
        const hash = hashes[artifact % hashes.length]!;
        expect(store.findCell(keyOf(`cell ${index}`))).toBe(needed.artifacts.has(hash) ? hash : undefined);
      }
      expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
      expect(store.verifyChain().faults).toEqual([]);
      expect(await store.collect(optionsOf(done))).toMatchObject({ records: 0, cells: 0, artifacts: 0 });
    }),
    { numRuns: 300 },
  );
});

test('whatever the bound, roots stay whole, and what is left fits unless it is roots alone', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat(4000), async (done, maxBytes) => {
      const store = memoryStore();
      const { hashes, references } = await doAll(store, { ...done, usedBefore: null });
      const roots = neededOf({ ...done, usedBefore: null }, hashes, references);
      const report = await store.collect({ ...optionsOf({ ...done, usedBefore: null }), maxBytes });
      for (const hash of roots.artifacts) expect(store.readArtifact(hash)).toBeDefined();
      if (report.usedBytes > maxBytes) expect(store.stats().artifacts).toBe(roots.artifacts.size);
      expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
      expect(store.verifyChain().faults).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

async function doAll(store: Store, done: History) {
  const values: object[] = [];
  const hashes: Hash[] = [];
  const references = new Map<Hash, Hash[]>();
  for (const [index, wanted] of done.artifacts.entries()) {
    const parts = index === 0 ? [] : wanted.map((part) => part % index);
    const value = { index, parts: parts.map((part) => values[part]!) };
    const { hash, bytes } = artifactOf(encodeArtifact(value, (object) => hashes[values.indexOf(object)]));
    values.push(value);
    hashes.push(hash);
    references.set(
      hash,
      parts.map((part) => hashes[part]!),
    );
    await store.commit({ artifacts: [{ hash, bytes }] });
  }
  const hashOf = (artifact: number) => hashes[artifact % hashes.length]!;
  const named = (artifacts: number[]) =>
    Object.fromEntries(artifacts.map((artifact, index) => [`name ${index}`, hashOf(artifact)]));
  for (const { step, outputs, sources, blessedFrom, hour } of done.records) {
    const record = recordOf(`step ${step}`, named(outputs));
    const circumstances = { ...record.circumstances, startedAt: hourOf(hour) };
    const blessed =
      blessedFrom === null ? {} : { blessed: { from: keyOfStep(blessedFrom), at: hourOf(hour) } };
    await store.commit({ record: { ...record, circumstances, sources: named(sources), ...blessed } });
  }
  for (const [index, { artifact, step, hour }] of done.cells.entries()) {
    const usedBy = step === null ? {} : { usedBy: { step: keyOfStep(step), atMs: FIRST + hour * HOUR_MS } };
    await store.commit({ cells: [{ key: keyOf(`cell ${index}`), hash: hashOf(artifact), ...usedBy }] });
  }
  for (const [hour, steps] of done.runs.entries()) {
    const entries = steps.map((step) => ({
      step: String(step),
      outcome: 'hit' as const,
      key: keyOfStep(step),
      seconds: 0,
    }));
    const run = `run ${hour}`;
    await store.commit({ run: runOf(run, hourOf(hour)), steps: { run, study: 'mnist', entries } });
  }
  for (const run of done.tagged) {
    await store.commit({ tag: { name: `tag ${run}`, run: `run ${run}`, at: hourOf(9) } });
  }
  return { hashes, references };
}

function optionsOf({ keep, keepRuns, usedBefore }: History): CollectOptions {
  return {
    keep: new Set(keep.map(keyOfStep)),
    keepRuns,
    ...(usedBefore !== null && { usedBeforeMs: FIRST + usedBefore * HOUR_MS }),
  };
}

/** What is to be kept, said as plainly as possible. */
function neededOf(done: History, hashes: readonly Hash[], references: ReadonlyMap<Hash, readonly Hash[]>) {
  const used = (step: number) => done.runs.flatMap((steps, hour) => (steps.includes(step) ? [hour] : []));
  const oldestKept = done.keepRuns === 0 ? 99 : Math.max(0, done.runs.length - done.keepRuns);
  const isKept = (step: number): boolean => {
    const since = done.usedBefore ?? 99;
    const record = done.records.find((other) => other.step === step);
    const cells = done.cells.filter((cell) => cell.step === step).map(({ hour }) => hour);
    if (done.keep.includes(step)) return true;
    if (used(step).some((hour) => hour >= oldestKept || done.tagged.includes(hour))) return true;
    if (
      done.records.some(
        (other) => other.blessedFrom === step && other.step !== step && isRoot(other.step, [step]),
      )
    )
      return true;
    if (record) return Math.max(...(used(step).length > 0 ? used(step) : [record.hour])) >= since;
    return cells.some((hour) => hour >= since || (done.runs.length > 0 && hour >= oldestKept));
  };
  /** Whether a record is a root for another reason than those that wait for an answer. */
  const isRoot = (step: number, asked: readonly number[]): boolean =>
    done.keep.includes(step) ||
    used(step).some((hour) => hour >= oldestKept || done.tagged.includes(hour)) ||
    done.records.some(
      (other) =>
        other.blessedFrom === step && !asked.includes(other.step) && isRoot(other.step, [...asked, step]),
    );
  const results = new Set<Key>(
    Array.from({ length: STEPS + 1 }, (_, step) => step)
      .filter(isKept)
      .map(keyOfStep),
  );
  const hashOf = (artifact: number) => hashes[artifact % hashes.length]!;
  const open = [
    ...done.records
      .filter(({ step }) => results.has(keyOfStep(step)))
      .flatMap(({ outputs, sources }) => [...outputs, ...sources].map(hashOf)),
    ...done.cells
      .filter(({ step }) => step !== null && results.has(keyOfStep(step)))
      .map(({ artifact }) => hashOf(artifact)),
  ];
  const artifacts = new Set<Hash>();
  for (let hash = open.pop(); hash; hash = open.pop()) {
    artifacts.add(hash);
    open.push(...references.get(hash)!);
  }
  return { results, artifacts };
}
