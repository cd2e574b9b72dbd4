import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Hash } from '../../../cache/hash.js';
import { findFault } from '../../../cache/lmdb/lmdb-check.js';
import { openLmdbStore } from '../../../cache/lmdb/lmdb-store.js';
import type { Store } from '../../../cache/store.js';
import { artifactOf, keyOf } from '../samples.js';
import { useTemporaryFolders } from '../temporary-folder.js';
import { bigChange } from './children/big-change.js';
import { useChildren } from './children/children.js';

const temporaryFolder = useTemporaryFolders();
const startChild = useChildren();

describe('leases between processes', () => {
  test('a key that another process holds is not given away, and is taken over at once when that is killed', async () => {
    const folder = temporaryFolder();
    const holder = startChild('hold', folder, 'a', 'b');
    expect(await holder.next()).toBe(true);
    expect(await holder.next()).toBe(true);
    const store = openLmdbStore(folder);
    expect(await store.claim(keyOf('a'))).toBeUndefined();

    holder.process.kill('SIGKILL');
    await holder.ended;
    const lease = await store.claim(keyOf('a'));
    expect(await lease!.renew()).toBe(true);
    const late = startChild('hold', folder, 'a', 'b');
    expect([await late.next(), await late.next()]).toEqual([false, true]);
    expect(await store.claim(keyOf('b'))).toBeUndefined();
    await store.close();
  });

  test('of processes that need the same hundred cells, each computes what nobody did', async () => {
    const folder = temporaryFolder();
    const notes = path.join(temporaryFolder(), 'notes');
    const children = [1, 2, 3].map(() => startChild('compute', folder, notes, '100'));
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const computed = readFileSync(notes, 'utf8').trim().split('\n').map(Number);
    expect(computed.sort((first, second) => first - second)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
  });
});

describe('several processes', () => {
  test('lose nothing while they open, write and close the same store', async () => {
    const folder = temporaryFolder();
    const children = [1, 2, 3].map((seed) => startChild('reopen', folder, String(seed), '2500'));
    const written = (await Promise.all(children.map((child) => child.next()))) as Hash[][];
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const store = openLmdbStore(folder);
    for (const hashes of written) {
      expect(hashes.length).toBeGreaterThan(10);
      expect(hashes.filter((hash) => !store.readArtifact(hash))).toEqual([]);
    }
    expect(await store.verify()).toMatchObject({ damaged: [], broken: [], artifacts: written.flat().length });
    await store.close();
  });

  test('that write all the time are not taken for damage by who looks for it', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    // So many that a look takes longer than a transaction.
    await store.commit({ artifacts: Array.from({ length: 10_000 }, (_, index) => artifactOf(`${index}`)) });
    await store.close();
    const children = [1, 2].map((seed) => startChild('reopen', folder, String(seed), '2500'));
    let areWriting = true;
    const written = Promise.all(children.map((child) => child.next())).finally(() => {
      areWriting = false;
    });
    for (; areWriting; await sleep(1)) expect(findFault(folder)).toBeUndefined();
    await written;
  });

  test('lose nothing when LMDB sets its newest transaction back, as it may when another one opens the store', async () => {
    const folder = temporaryFolder();
    const store = openLmdbStore(folder);
    const artifacts = Array.from({ length: 30 }, (_, index) => artifactOf(`artifact ${index}`.repeat(500)));
    for (const [index, artifact] of artifacts.entries()) {
      await store.commit({ artifacts: [artifact] });
      // In another process: to close a descriptor of the lock file in this one would unlock it.
      await setBack(path.join(folder, 'lock.mdb'), 1 + (index % 3));
      if (index % 2 === 0) expect(store.readArtifact(artifact.hash)).toEqual(artifact.bytes);
    }
    for (const { hash, bytes } of artifacts) expect(store.readArtifact(hash)).toEqual(bytes);
    await store.close();
    const again = openLmdbStore(folder);
    expect(again.stats().artifacts).toBe(30);
    expect(await again.verify()).toMatchObject({ damaged: [], broken: [] });
    await again.close();
  });

  /** Takes `count` from the id at byte 8 of a file. */
  async function setBack(file: string, count: number): Promise<void> {
    const program = `
      const { openSync, readSync, writeSync } = require('node:fs');
      const file = openSync(process.argv[1], 'r+');
      const id = Buffer.alloc(8);
      readSync(file, id, 0, 8, 8);
      id.writeBigUInt64LE(id.readBigUInt64LE() - BigInt(process.argv[2]));
      writeSync(file, id, 0, 8, 8);`;
    const child = spawn(process.execPath, ['-e', program, file, String(count)], { stdio: 'inherit' });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  }
});

describe('a process that ends', () => {
  /** Asserts that all of a big change is there, or (if that is allowed) nothing of it. */
  function expectWholeOrNothing(store: Store, number: number, mayBeNothing: boolean): void {
    const change = bigChange(number);
    const found = store.findRecord(change.record.key);
    const parts = [
      ...change.artifacts.map(({ hash, bytes }) => {
        const read = store.readArtifact(hash);
        return read !== undefined && Buffer.compare(read, bytes) === 0;
      }),
      store.findCell(keyOf(`cell of big ${number}`)) !== undefined,
      store.latestRecord('mnist', `step ${number}`) !== undefined,
      store.runs().some(({ id, steps }) => id === `run ${number}` && steps.length === 1),
    ];
    expect([found !== undefined, ...parts]).toEqual(Array(7).fill(found !== undefined));
    if (!mayBeNothing) expect(found).toEqual(change.record);
  }

  test('by SIGKILL in the middle of a commit leaves all of it or nothing, and nothing is lost', async () => {
    const folder = temporaryFolder();
    let random = 20_240_101;
    let undone = 0;
    for (let round = 0; round < 10; round++) {
      // Every other time this process has it open, too, and finds the lock of somebody who died.
      const open = round % 2 === 0 ? openLmdbStore(folder) : undefined;
      const child = startChild('commit', folder, String(round * 1000));
      let begun = -1;
      let committed = -1;
      child.process.on('message', (message: { begun?: number; committed?: number }) => {
        begun = message.begun ?? begun;
        committed = message.committed ?? committed;
      });
      await child.next();
      random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      await sleep(random % 400);
      child.process.kill('SIGKILL');
      expect(await child.ended).toBe('SIGKILL');

      const store = open ?? openLmdbStore(folder);
      for (let number = round * 1000; number <= committed; number++) {
        expectWholeOrNothing(store, number, false);
      }
      // The last message may not have arrived any more, so a change beyond may be there, or a part of none.
      for (let number = Math.max(committed + 1, round * 1000); number <= begun + 1; number++) {
        expectWholeOrNothing(store, number, true);
        if (!store.findRecord(bigChange(number).record.key)) undone++;
      }
      expect(await store.verify()).toMatchObject({ damaged: [], broken: [] });
      await store.clear();
      await store.close();
    }
    expect(undone).toBeGreaterThan(0);
  });

  test('without waiting for a commit loses no more than that commit', async () => {
    const folder = temporaryFolder();
    const child = startChild('leave', folder);
    expect(await child.ended).toBe(7);
    expect(child.stderr()).toBe('');
    const store = openLmdbStore(folder);
    expectWholeOrNothing(store, 1, false);
    expectWholeOrNothing(store, 2, true);
    await store.close();
  });
});
