import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encodeArtifact } from '../../cache/codec.js';
import { sha256 } from '../../cache/hash.js';
import type { RunStep } from '../../cache/record.js';
import { LEASE_SECONDS, type Store } from '../../cache/store.js';
import { artifactOf, keyOf, lyingArtifact, noise, recordOf, runOf } from './samples.js';

/** What holds for every store. `open` gives an empty one. */
export function describeStore(name: string, open: () => Store | Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await store.close();
  });

  describe(`${name}: artifacts`, () => {
    test('an artifact is read as it was committed', async () => {
      const artifact = artifactOf('the pixels');
      expect(store.hasArtifact(artifact.hash)).toBe(false);
      expect(store.readArtifact(artifact.hash)).toBeUndefined();
      await store.commit({ artifacts: [artifact] });
      expect(store.hasArtifact(artifact.hash)).toBe(true);
      expect(store.readArtifact(artifact.hash)).toEqual(artifact.bytes);
    });

    const MiB = 2 ** 20;
    test.each([0, 1, 7, 4096, MiB - 65, MiB - 64, MiB - 63, 2 * (MiB - 64), 20 * MiB + 3])(
      'an artifact of %i bytes is read as it was committed',
      async (byteLength) => {
        const artifact = artifactOf(noise(byteLength, byteLength));
        await store.commit({ artifacts: [artifact] });
        expect(Buffer.compare(store.readArtifact(artifact.hash)!, artifact.bytes)).toBe(0);
      },
    );

    test('only the bytes that a view shows are committed', async () => {
      const artifact = artifactOf(noise(5000, 1).subarray(13, 4013));
      const shared = artifactOf(new Uint8Array(new SharedArrayBuffer(3000), 500, 2000).fill(7));
      const pooled = artifactOf(Buffer.from('a small Buffer that lies somewhere in a pool'));
      await store.commit({ artifacts: [artifact, shared, pooled] });
      for (const { hash, bytes } of [artifact, shared, pooled]) {
        expect(Buffer.compare(store.readArtifact(hash)!, bytes)).toBe(0);
      }
    });

    test('an artifact that is read is aligned and in memory of its own', async () => {
      const artifacts = [3, 50_000, 3 * MiB].map((size) => artifactOf(noise(size, size)));
      await store.commit({ artifacts });
      for (const { hash, bytes } of artifacts) {
        const first = store.readArtifact(hash)!;
        expect(first.byteOffset % 8).toBe(0);
        expect(first.buffer.byteLength).toBe(bytes.byteLength);
        first.fill(0);
        expect(Buffer.compare(store.readArtifact(hash)!, bytes)).toBe(0);
      }
    });

    test('what becomes of the bytes after a commit does not matter', async () => {
      const bytes = noise(100_000, 5);
      const artifact = artifactOf(bytes);
      await store.commit({ artifacts: [artifact] });
      bytes.fill(0);
      expect(store.readArtifact(artifact.hash)).toEqual(noise(100_000, 5));
    });

    test('an artifact may be committed again, also in the same change', async () => {
      const artifact = artifactOf('twice');
      await store.commit({ artifacts: [artifact, artifact] });
      await store.commit({ artifacts: [artifact] });
      expect(store.readArtifact(artifact.hash)).toEqual(artifact.bytes);
      expect(store.stats()).toMatchObject({ artifacts: 1, artifactBytes: artifact.bytes.length });
    });

    test('bytes that do not hash to their name are never returned, and are dropped when that is noticed', async () => {
      const lie = lyingArtifact('the truth');
      await store.commit({ artifacts: [lie] });
      expect(store.hasArtifact(lie.hash)).toBe(true);
      expect(store.readArtifact(lie.hash)).toBeUndefined();
      expect(store.hasArtifact(lie.hash)).toBe(false);
      expect(store.stats().artifacts).toBe(0);
      const truth = artifactOf('the truth');
      await store.commit({ artifacts: [truth] });
      expect(store.readArtifact(truth.hash)).toEqual(truth.bytes);
    });
  });

  describe(`${name}: records`, () => {
    const output = artifactOf('a model');

    test('a record is found under its key, with all that it says', async () => {
      const record = recordOf('a', { model: output.hash });
      await store.commit({ artifacts: [output], record });
      expect(store.findRecord(keyOf('a'))).toEqual(record);
      expect(store.findRecord(keyOf('b'))).toBeUndefined();
    });

    test('a record may name artifacts that are in the store already', async () => {
      await store.commit({ artifacts: [output] });
      await store.commit({ record: recordOf('a', { model: output.hash }) });
      expect(store.findRecord(keyOf('a'))?.outputs).toEqual({ model: output.hash });
    });

    test('a later record replaces one of the same key', async () => {
      const other = artifactOf('another model');
      await store.commit({ artifacts: [output], record: recordOf('a', { model: output.hash }) });
      await store.commit({ artifacts: [other], record: recordOf('a', { model: other.hash }) });
      expect(store.findRecord(keyOf('a'))?.outputs).toEqual({ model: other.hash });
      expect(store.stats().records).toBe(1);
    });

    test('a record is not found any more once one of its artifacts turned out to be damaged', async () => {
      const lie = lyingArtifact('scores');
      const record = recordOf('a', { model: output.hash, scores: lie.hash });
      await store.commit({
        artifacts: [output, lie],
        record,
        run: runOf('r', '2024-01-01T00:00:00Z'),
        steps: {
          run: 'r',
          study: 'mnist',
          entries: [{ step: 'svm', outcome: 'ran', key: record.key, seconds: 1 }],
        },
      });
      expect(store.findRecord(record.key)).toEqual(record);
      store.readArtifact(lie.hash);
      expect(store.findRecord(record.key)).toBeUndefined();
      expect(store.latestRecord('mnist', 'svm')).toBeUndefined();
      expect(store.hasArtifact(output.hash)).toBe(true);
    });

    test('a forgotten record is a miss; its artifacts stay', async () => {
      const record = recordOf('a', { model: output.hash });
      await store.commit({ artifacts: [output], record });
      await store.forgetRecord(record.key);
      expect(store.findRecord(record.key)).toBeUndefined();
      expect(store.hasArtifact(output.hash)).toBe(true);
      await store.forgetRecord(keyOf('never there'));
      await store.commit({ record });
      expect(store.findRecord(record.key)).toEqual(record);
    });
  });

  describe(`${name}: a change`, () => {
    const output = artifactOf('a model');
    const cell = artifactOf('a score');
    const run = runOf('r', '2024-01-01T00:00:00Z');
    const record = recordOf('a', { model: output.hash });
    const entries: RunStep[] = [{ step: 'svm', outcome: 'ran', key: record.key, seconds: 1 }];
    const memory = { hash: output.hash, size: 1, mtimeMs: 2.5, ino: 3, hashedAtMs: 4 };
    const whole = {
      artifacts: [output, cell],
      record,
      cells: [{ key: keyOf('cell'), hash: cell.hash }],
      files: [{ path: '/data/digits', memory }],
      run,
      steps: { run: 'r', study: 'mnist', entries },
    };

    test('is written as a whole', async () => {
      await store.commit(whole);
      expect(store.findRecord(record.key)).toEqual(record);
      expect(store.latestRecord('mnist', 'svm')).toEqual(record);
      expect(store.findCell(keyOf('cell'))).toBe(cell.hash);
      expect(store.findFile('/data/digits')).toEqual(memory);
      expect(store.runs()).toEqual([{ ...run, steps: entries }]);
    });

    test('may be empty', async () => {
      await store.commit({});
      expect(store.stats()).toMatchObject({ artifacts: 0, records: 0, cells: 0, runs: 0 });
    });

    const absent = artifactOf('never committed').hash;
    test.each([
      ['a record whose artifact is nowhere', { record: recordOf('a', { model: absent }) }],
      ['a record with a key that is none', { record: { ...record, key: 'short' as never } }],
      ['a record with a number that JSON cannot hold', { record: withSeconds(Number.NaN) }],
      ['a record without its log', { record: { ...record, log: undefined as never } }],
      ['a cell whose artifact is nowhere', { cells: [{ key: keyOf('cell'), hash: absent }] }],
      ['a cell whose hash is none', { cells: [{ key: keyOf('cell'), hash: 'XYZ' as never }] }],
      ['an artifact whose name is no hash', { artifacts: [{ hash: 'name' as never, bytes: cell.bytes }] }],
      ['an artifact that is no bytes', { artifacts: [{ hash: cell.hash, bytes: 'text' as never }] }],
      ['a file without a hash', { files: [{ path: 'x', memory: { ...memory, hash: '' as never } }] }],
      ['a run without a command', { run: { ...run, command: undefined as never } }],
      ['a run that started at no time', { run: { ...run, startedAt: 'yesterday' } }],
      [
        'a step with an unknown outcome',
        {
          steps: {
            run: 'r',
            study: 'mnist',
            entries: [...entries, { ...entries[0]!, outcome: 'odd' as never }],
          },
        },
      ],
    ])('with %s writes nothing of the rest', async (_, invalid) => {
      const before = store.stats();
      await expect(store.commit({ ...whole, ...invalid })).rejects.toThrow(TypeError);
      expect(store.stats()).toEqual(before);
      expect(store.hasArtifact(output.hash)).toBe(false);
      expect(store.findRecord(record.key)).toBeUndefined();
      expect(store.findCell(keyOf('cell'))).toBeUndefined();
      expect(store.findFile('/data/digits')).toBeUndefined();
      expect(store.runs()).toEqual([]);
      expect(store.latestRecord('mnist', 'svm')).toBeUndefined();
    });

    test('is seen by whoever reads after it, and many at once are all written', async () => {
      const artifacts = Array.from({ length: 200 }, (_, index) => artifactOf(`artifact ${index}`));
      await Promise.all(
        artifacts.map(async (artifact, index) => {
          await store.commit({
            artifacts: [artifact],
            cells: [{ key: keyOf(`cell ${index}`), hash: artifact.hash }],
          });
          expect(store.findCell(keyOf(`cell ${index}`))).toBe(artifact.hash);
        }),
      );
      expect(store.stats()).toMatchObject({ artifacts: 200, cells: 200 });
    });

    function withSeconds(seconds: number) {
      return { ...record, circumstances: { ...record.circumstances, seconds } };
    }
  });

  describe(`${name}: the latest record`, () => {
    const output = artifactOf('a model');
    const first = recordOf('first', { model: output.hash });
    const second = recordOf('second', { model: output.hash });
    beforeEach(async () => {
      await store.commit({ artifacts: [output], record: first });
      await store.commit({ record: second });
    });

    const end = (study: string, step: string, outcome: RunStep['outcome'], key?: RunStep['key']) =>
      store.commit({
        steps: { run: 'r', study, entries: [{ step, outcome, seconds: 0, ...(key && { key }) }] },
      });

    test('is the one that a run used last, even if another is newer', async () => {
      expect(store.latestRecord('mnist', 'svm')).toBeUndefined();
      await end('mnist', 'svm', 'ran', second.key);
      expect(store.latestRecord('mnist', 'svm')).toEqual(second);
      await end('mnist', 'svm', 'hit', first.key);
      expect(store.latestRecord('mnist', 'svm')).toEqual(first);
    });

    test('does not change when a step fails or is skipped', async () => {
      await end('mnist', 'svm', 'ran', first.key);
      await end('mnist', 'svm', 'failed', second.key);
      await end('mnist', 'svm', 'skipped');
      expect(store.latestRecord('mnist', 'svm')).toEqual(first);
    });

    test('is kept for each study and step', async () => {
      await end('ab', 'c', 'ran', first.key);
      await end('a', 'bc', 'ran', second.key);
      expect(store.latestRecord('ab', 'c')).toEqual(first);
      expect(store.latestRecord('a', 'bc')).toEqual(second);
      expect(store.latestRecord('abc', '')).toBeUndefined();
    });

    test('is none once it was forgotten', async () => {
      await end('mnist', 'svm', 'ran', first.key);
      await store.forgetRecord(first.key);
      expect(store.latestRecord('mnist', 'svm')).toBeUndefined();
    });
  });

  describe(`${name}: cells and files`, () => {
    test('a cell is a miss once its artifact turned out to be damaged', async () => {
      const lie = lyingArtifact('a score');
      await store.commit({ artifacts: [lie], cells: [{ key: keyOf('cell'), hash: lie.hash }] });
      expect(store.findCell(keyOf('cell'))).toBe(lie.hash);
      store.readArtifact(lie.hash);
      expect(store.findCell(keyOf('cell'))).toBeUndefined();
    });

    test('a path may be long and in any script', async () => {
      const { hash } = artifactOf('content');
      const files = [`/${'long/'.repeat(1000)}file`, '/数字/Ä ö\n\u0000', ''].map((path, index) => ({
        path,
        memory: { hash, size: index, mtimeMs: 1.5, ino: 2 ** 52, hashedAtMs: 1.7e12 },
      }));
      await store.commit({ files });
      for (const { path, memory } of files) expect(store.findFile(path)).toEqual(memory);
      expect(store.findFile('/another')).toBeUndefined();
      await store.commit({ files: [{ path: '', memory: { ...files[2]!.memory, size: 99 } }] });
      expect(store.findFile('')?.size).toBe(99);
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
        await store.commit({ run: runOf(id, startedAt) });
      }
      expect(store.runs().map(({ id }) => id)).toEqual(['c', 'b', 'a']);
      expect(store.stats().runs).toBe(3);
    });

    test('have their own steps, in the order in which they were added', async () => {
      await store.commit({ run: runOf('a', '2024-01-01T00:00:00Z') });
      await store.commit({ run: runOf('b', '2024-01-02T00:00:00Z') });
      const names = Array.from({ length: 50 }, (_, index) => `step ${(index * 7) % 50}`);
      const steps = { run: 'a', study: 'mnist' };
      await store.commit({ steps: { ...steps, entries: names.slice(0, 20).map(entry) } });
      await store.commit({ steps: { ...steps, run: 'b', entries: [entry('other')] } });
      await Promise.all(
        names.slice(20).map((name) => store.commit({ steps: { ...steps, entries: [entry(name)] } })),
      );
      const [second, first] = store.runs();
      expect(first?.steps.map(({ step }) => step)).toEqual(names);
      expect(second?.steps.map(({ step }) => step)).toEqual(['other']);
    });

    test('keep their steps when their header is replaced at the end', async () => {
      const header = runOf('a', '2024-01-01T00:00:00Z');
      await store.commit({ run: header, steps: { run: 'a', study: 'mnist', entries: [entry('svm')] } });
      expect(store.runs()[0]).not.toHaveProperty('endedAt');
      const ended = { ...header, endedAt: '2024-01-01T01:00:00Z', outcome: 'done' as const };
      await store.commit({ run: ended });
      expect(store.runs()).toEqual([{ ...ended, steps: [entry('svm')] }]);
    });
  });

  describe(`${name}: leases`, () => {
    const key = keyOf('claimed');
    const passSeconds = (seconds: number) => {
      const now = Date.now() + seconds * 1000;
      vi.spyOn(Date, 'now').mockImplementation(() => now);
    };

    test('one claim holds until it is released', async () => {
      const lease = await store.claim(key);
      expect(lease).toBeDefined();
      expect(await store.claim(key)).toBeUndefined();
      expect(await store.claim(keyOf('another'))).toBeDefined();
      await lease!.release();
      expect(await store.claim(key)).toBeDefined();
    });

    test('of many claims at once exactly one holds', async () => {
      const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(key)));
      expect(claims.filter((lease) => lease)).toHaveLength(1);
    });

    test('a lease that was not renewed in time is taken over, and its holder learns of it', async () => {
      const lost = await store.claim(key);
      passSeconds(LEASE_SECONDS + 1);
      const taken = await store.claim(key);
      expect(taken).toBeDefined();
      expect(await lost!.renew()).toBe(false);
      await lost!.release();
      expect(await taken!.renew()).toBe(true);
      expect(await store.claim(key)).toBeUndefined();
    });

    test('a lease that is renewed in time holds on', async () => {
      const lease = await store.claim(key);
      for (let round = 0; round < 3; round++) {
        passSeconds(LEASE_SECONDS - 1);
        expect(await lease!.renew()).toBe(true);
      }
      expect(await store.claim(key)).toBeUndefined();
    });

    test('renewals may overlap', async () => {
      const lease = await store.claim(key);
      expect(await Promise.all([lease!.renew(), lease!.renew(), lease!.renew()])).toEqual([true, true, true]);
    });

    test('a released lease cannot be renewed, and can be released again', async () => {
      const lease = await store.claim(key);
      await lease!.release();
      const next = await store.claim(key);
      expect(await lease!.renew()).toBe(false);
      await lease!.release();
      expect(await next!.renew()).toBe(true);
    });

    test('clearing the store takes no lease away', async () => {
      const lease = await store.claim(key);
      await store.clear();
      expect(await store.claim(key)).toBeUndefined();
      expect(await lease!.renew()).toBe(true);
    });
  });

  describe(`${name}: verification`, () => {
    const good = artifactOf('good');
    const verified = async () => {
      const fractions: number[] = [];
      const report = await store.verify((fraction) => fractions.push(fraction));
      expect(fractions.at(-1)).toBe(1);
      expect(fractions).toEqual([...fractions].sort((first, second) => first - second));
      return report;
    };

    test('finds nothing wrong in a store that is whole', async () => {
      expect(await verified()).toEqual({ artifacts: 0, records: 0, damaged: [], broken: [] });
      const tree = artifactOf(encodeArtifact({ depth: 1 }));
      const node = { depth: 1 };
      const forest = artifactOf(
        encodeArtifact({ trees: [node] }, (o) => (o === node ? tree.hash : undefined)),
      );
      await store.commit({
        artifacts: [good, tree, forest, artifactOf(noise(40 * 2 ** 20, 3))],
        record: recordOf('a', { model: good.hash, forest: forest.hash }),
        cells: [{ key: keyOf('cell'), hash: tree.hash }],
        files: [{ path: 'p', memory: { hash: good.hash, size: 1, mtimeMs: 1, ino: 1, hashedAtMs: 1 } }],
        run: runOf('r', '2024-01-01T00:00:00Z'),
        steps: {
          run: 'r',
          study: 'mnist',
          entries: [{ step: 'gone', outcome: 'ran', key: keyOf('gone'), seconds: 1 }],
        },
      });
      expect(await verified()).toEqual({ artifacts: 4, records: 1, damaged: [], broken: [] });
      expect(store.stats()).toMatchObject({ artifacts: 4, records: 1, cells: 1, runs: 1 });
    });

    test('deletes damaged artifacts, and the records and cells that need them', async () => {
      const lie = lyingArtifact('bad');
      await store.commit({ artifacts: [good], record: recordOf('good', { model: good.hash }) });
      await store.commit({
        artifacts: [lie],
        record: recordOf('bad', { model: good.hash, scores: lie.hash }),
        cells: [
          { key: keyOf('good cell'), hash: good.hash },
          { key: keyOf('bad cell'), hash: lie.hash },
        ],
      });
      expect(await verified()).toEqual({
        artifacts: 2,
        records: 2,
        damaged: [lie.hash],
        broken: [`records/${keyOf('bad')}`, `cells/${keyOf('bad cell')}`],
      });
      expect(store.stats()).toMatchObject({ artifacts: 1, records: 1, cells: 1 });
      expect(store.findRecord(keyOf('good'))).toBeDefined();
      expect(store.findCell(keyOf('good cell'))).toBe(good.hash);
      expect(await verified()).toEqual({ artifacts: 1, records: 1, damaged: [], broken: [] });
    });

    test('follows references: a forest is broken if one of its trees is gone', async () => {
      const nodes = [{ tree: 0 }, { tree: 1 }];
      const [kept, lost] = nodes.map((node) => artifactOf(encodeArtifact(node)));
      const hashes = new Map<object, typeof kept>([
        [nodes[0]!, kept],
        [nodes[1]!, lost],
      ]);
      const nameOf = (part: object) => hashes.get(part)?.hash;
      const forest = artifactOf(encodeArtifact(nodes, nameOf));
      const lie = { hash: lost!.hash, bytes: good.bytes };
      await store.commit({
        artifacts: [kept!, lie, forest],
        record: recordOf('forest', { model: forest.hash }),
        cells: [{ key: keyOf('tree'), hash: kept!.hash }],
      });
      const report = await verified();
      expect(report.damaged).toEqual([lost!.hash]);
      expect(report.broken).toEqual([`records/${keyOf('forest')}`]);
      expect(store.findCell(keyOf('tree'))).toBe(kept!.hash);
    });

    test('keeps what is committed while it runs', async () => {
      await store.commit({ artifacts: [artifactOf(noise(40 * 2 ** 20, 9))] });
      const report = store.verify();
      const late = artifactOf('late');
      await store.commit({ artifacts: [late], cells: [{ key: keyOf('late'), hash: late.hash }] });
      expect(await report).toMatchObject({ damaged: [], broken: [] });
      expect(store.findCell(keyOf('late'))).toBe(late.hash);
    });
  });

  test(`${name}: clearing deletes everything, and the store goes on`, async () => {
    const artifact = artifactOf('x');
    const change = {
      artifacts: [artifact, artifactOf(noise(3 * 2 ** 20, 1))],
      record: recordOf('a', { model: artifact.hash }),
      cells: [{ key: keyOf('cell'), hash: artifact.hash }],
      files: [{ path: 'p', memory: { hash: artifact.hash, size: 1, mtimeMs: 1, ino: 1, hashedAtMs: 1 } }],
      run: runOf('r', '2024-01-01T00:00:00Z'),
      steps: {
        run: 'r',
        study: 'mnist',
        entries: [{ step: 'svm', outcome: 'ran' as const, key: keyOf('a'), seconds: 1 }],
      },
    };
    await store.commit(change);
    await store.clear();
    expect(store.stats()).toMatchObject({ artifacts: 0, artifactBytes: 0, records: 0, cells: 0, runs: 0 });
    expect(store.readArtifact(artifact.hash)).toBeUndefined();
    expect(store.findRecord(keyOf('a'))).toBeUndefined();
    expect(store.findCell(keyOf('cell'))).toBeUndefined();
    expect(store.findFile('p')).toBeUndefined();
    expect(store.runs()).toEqual([]);
    await store.commit(change);
    expect(store.latestRecord('mnist', 'svm')?.key).toBe(keyOf('a'));
    expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
  });

  test(`${name}: a hash is the SHA-256 of the bytes`, () => {
    expect(sha256(Buffer.from('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
}
