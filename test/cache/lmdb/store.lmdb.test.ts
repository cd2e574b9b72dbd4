import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLmdbStore } from '../../../cache/lmdb/lmdb-store.js';
import { artifactOf, keyOf, noise, recordOf, runOf } from '../samples.js';
import { describeStore } from '../store-contract.js';
import { useTemporaryFolders } from '../temporary-folder.js';

const temporaryFolder = useTemporaryFolders();

describeStore('in LMDB', () => openLmdbStore(temporaryFolder()));

describe('a store in LMDB', () => {
  test('holds what was committed when it is opened again', async () => {
    const folder = path.join(temporaryFolder(), 'made', 'on', 'the', 'way');
    const artifacts = [artifactOf('small'), artifactOf(noise(5_000_000, 1))];
    const record = recordOf('a', { model: artifacts[0]!.hash, digits: artifacts[1]!.hash });
    const entries = [{ step: 'svm', outcome: 'ran' as const, key: record.key, seconds: 1 }];
    const run = runOf('r', '2024-01-01T00:00:00Z');
    for (let round = 0; round < 5; round++) {
      const store = openLmdbStore(folder);
      if (round === 0) {
        await store.commit({ artifacts, record, run, steps: { run: 'r', study: 'mnist', entries } });
      }
      expect(store.findRecord(record.key)).toEqual(record);
      expect(store.latestRecord('mnist', 'svm')).toEqual(record);
      expect(store.runs()).toEqual([{ ...run, steps: entries }]);
      for (const { hash, bytes } of artifacts) {
        expect(Buffer.compare(store.readArtifact(hash)!, bytes)).toBe(0);
      }
      await store.close();
    }
  });

  test('is the same store wherever it is opened in one process', async () => {
    const folder = temporaryFolder();
    const first = openLmdbStore(folder);
    const second = openLmdbStore(path.join(folder, '..', path.basename(folder)));
    const artifact = artifactOf('shared');
    await first.commit({ artifacts: [artifact] });
    expect(second.readArtifact(artifact.hash)).toEqual(artifact.bytes);
    const lease = await first.claim(keyOf('a'));
    expect(await second.claim(keyOf('a'))).toBeUndefined();
    await first.close();
    await first.close();
    await lease!.release();
    expect(await second.claim(keyOf('a'))).toBeDefined();
    await second.commit({ artifacts: [artifactOf('after the first was closed')] });
    const closing = second.close();
    const third = openLmdbStore(folder);
    await closing;
    expect(third.stats().artifacts).toBe(2);
    await third.close();
  });

  test('writes what was begun before it closes', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    const artifact = artifactOf(noise(10_000_000, 2));
    const committed = store.commit({ artifacts: [artifact] });
    await store.close();
    await committed;
    const again = openLmdbStore(folder);
    expect(again.readArtifact(artifact.hash)).toBeDefined();
    await again.close();
  });

  test('keeps an artifact of 200 MB', async () => {
    const store = openLmdbStore(temporaryFolder());
    const artifact = artifactOf(noise(200_000_000, 3));
    await store.commit({ artifacts: [artifact] });
    expect(Buffer.compare(store.readArtifact(artifact.hash)!, artifact.bytes)).toBe(0);
    expect(store.stats().fileBytes).toBeGreaterThan(200_000_000);
    await store.close();
  });

  test('uses the room of deleted artifacts again, in whatever pieces', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    for (let round = 0; round < 10; round++) {
      const sizes = [12_000_000, 3_000_000, 700_000 + round * 100_000, 5000];
      await store.commit({ artifacts: sizes.map((size) => artifactOf(noise(size, size + round))) });
      await store.clear();
    }
    expect(store.stats().fileBytes).toBeLessThan(40_000_000);
    await store.close();
  });
});

describe('damaged bytes in LMDB', () => {
  /** Flips a bit of the only place in the data file that holds `content`. */
  function damage(folder: string, content: Uint8Array): void {
    const file = path.join(folder, 'data.mdb');
    const bytes = readFileSync(file);
    const place = bytes.indexOf(content);
    expect(place).toBeGreaterThan(0);
    expect(bytes.indexOf(content, place + 1)).toBe(-1);
    bytes[place + content.length - 1]! ^= 0x20;
    writeFileSync(file, bytes);
  }

  test.each([60, 3000, 3_000_000])(
    'an artifact of %i bytes with one wrong bit is missing, and can be committed again',
    async (byteLength) => {
      const folder = temporaryFolder();
      const artifact = artifactOf(noise(byteLength, 4));
      const other = artifactOf(noise(byteLength, 5));
      const store = openLmdbStore(folder);
      const record = recordOf('a', { model: artifact.hash, other: other.hash });
      await store.commit({ artifacts: [artifact, other], record });
      await store.close();

      damage(folder, artifact.bytes.subarray(-50));

      const again = openLmdbStore(folder);
      expect(again.findRecord(record.key)).toEqual(record);
      expect(again.readArtifact(artifact.hash)).toBeUndefined();
      expect(again.hasArtifact(artifact.hash)).toBe(false);
      expect(again.findRecord(record.key)).toBeUndefined();
      expect(Buffer.compare(again.readArtifact(other.hash)!, other.bytes)).toBe(0);
      await again.commit({ artifacts: [artifact] });
      expect(again.findRecord(record.key)).toEqual(record);
      expect(Buffer.compare(again.readArtifact(artifact.hash)!, artifact.bytes)).toBe(0);
      await again.close();
    },
  );

  test.each([
    ['a name in it', '"train-svc","parts"'],
    ['a digit of its seconds', '"seconds":1.2'],
    ['a byte of its log', 'zweite'],
  ])('a record with another letter in %s is missing, and verification deletes it', async (_, text) => {
    const folder = temporaryFolder();
    const artifact = artifactOf('model');
    const store = openLmdbStore(folder);
    const record = recordOf('a', { model: artifact.hash });
    await store.commit({
      artifacts: [artifact],
      record,
      cells: [{ key: keyOf('cell'), hash: artifact.hash }],
    });
    await store.close();

    damage(folder, Buffer.from(text));

    const again = openLmdbStore(folder);
    expect(again.findRecord(record.key)).toBeUndefined();
    expect(again.findCell(keyOf('cell'))).toBe(artifact.hash);
    expect(await again.verify()).toMatchObject({ records: 1, broken: [`records/${record.key}`] });
    expect(again.stats()).toMatchObject({ records: 0, cells: 1 });
    await again.commit({ record });
    expect(again.findRecord(record.key)).toEqual(record);
    await again.close();
  });

  test('a damaged length of an artifact asks for no memory', async () => {
    const folder = temporaryFolder();
    const artifact = artifactOf(noise(1_234_567, 6));
    const store = openLmdbStore(folder);
    await store.commit({ artifacts: [artifact] });
    await store.close();

    const file = path.join(folder, 'data.mdb');
    const bytes = readFileSync(file);
    const place = bytes.indexOf(`${artifact.hash}1234567`);
    expect(place).toBeGreaterThan(0);
    bytes.write('9e99999', place + artifact.hash.length);
    writeFileSync(file, bytes);

    const again = openLmdbStore(folder);
    expect(again.readArtifact(artifact.hash)).toBeUndefined();
    expect(again.hasArtifact(artifact.hash)).toBe(false);
    await again.commit({ artifacts: [artifact] });
    expect(Buffer.compare(again.readArtifact(artifact.hash)!, artifact.bytes)).toBe(0);
    await again.close();
  });

  test('a damaged lease holds nobody up', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    await store.claim(keyOf('a'));
    await store.close();
    damage(folder, Buffer.from(`"pid":${process.pid}`));
    const again = openLmdbStore(folder);
    const lease = await again.claim(keyOf('a'));
    expect(await lease?.renew()).toBe(true);
    await again.close();
    expect(statSync(folder).isDirectory()).toBe(true);
  });
});
