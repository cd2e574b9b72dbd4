// What other processes do to a store: `node store-child.mjs <role> <folder> [argument ...]`.
// It tells its parent what it did with messages; see the roles.
import { once } from 'node:events';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLmdbStore } from '../../../../cache/lmdb/lmdb-store.js';
import type { Store } from '../../../../cache/store.js';
import type { StoreError } from '../../../../cache/store-error.js';
import { artifactOf, keyOf, noise, resultOf, runOf } from '../../samples.js';
import { bigChange } from './big-change.js';

const [role = '', folder = '', ...rest] = process.argv.slice(2);
const say = (message: unknown) => process.send!(message);

const roles: Record<string, () => Promise<void>> = {
  /** Claims keys and keeps them until it is killed. */
  async hold() {
    const store = openLmdbStore(folder);
    for (const name of rest) say(Boolean(await store.claim(keyOf(name))));
    await sleep(60_000);
  },

  /** Claims a key, and says whether it can be renewed when it is asked to. */
  async holdUntilAsked() {
    const store = openLmdbStore(folder);
    const lease = await store.claim(keyOf(rest[0] ?? ''));
    say(Boolean(lease));
    await once(process, 'message');
    say(await lease?.renew());
    await store.close();
    process.disconnect();
  },

  /** Computes the cells that nobody computed, and notes in a file which ones: one line each. */
  async compute() {
    const [notes = '', count = '0'] = rest;
    const store = openLmdbStore(folder);
    for (let index = 0; index < Number(count); index++) {
      const key = keyOf(`cell ${index}`);
      while (!store.findCell(key)) {
        const lease = await store.claim(key);
        if (lease && !store.findCell(key)) {
          appendFileSync(notes, `${index}\n`);
          await sleep(Math.random() * 3);
          const artifact = artifactOf(`content of cell ${index}`);
          await store.commit({ artifacts: [artifact], cells: [{ key, hash: artifact.hash }] });
        }
        await lease?.release();
        if (!lease) await sleep(2);
      }
    }
    await store.close();
  },

  /** Commits big changes, one after the other, and tells the number of each before and after. */
  async commit() {
    const store = openLmdbStore(folder);
    for (let number = Number(rest[0]); ; number++) {
      const change = bigChange(number);
      say({ begun: number });
      await store.commit(change);
      say({ committed: number });
    }
  },

  /** Opens the store, writes, reads and closes it, again and again, and says what it wrote. */
  async reopen() {
    const [seed = '0', milliseconds = '0'] = rest;
    const hashes: string[] = [];
    for (const end = Date.now() + Number(milliseconds); Date.now() < end; ) {
      const store = openLmdbStore(folder);
      for (let index = 0; index < 3; index++) {
        const artifact = artifactOf(noise(100 + hashes.length * 13, Number(seed) * 1e6 + hashes.length));
        await store.commit({ artifacts: [artifact] });
        if (!store.readArtifact(artifact.hash)) throw new Error('What was just committed is not there.');
        hashes.push(artifact.hash);
      }
      await store.close();
    }
    say(hashes);
  },

  /** Says how many records it sees when it has opened the store. */
  async see() {
    const store = openLmdbStore(folder);
    say(store.stats().records);
    await store.close();
  },

  /** Deletes what the newest runs did not use. */
  async collect() {
    const store = openLmdbStore(folder);
    say('begun');
    say(await store.collect({ keep: new Set(), keepRuns: Number(rest[0]) }));
    await store.close();
  },

  /** Runs of three steps, each run in a store opened anew, and twice: there must be nothing to do the second time. */
  async rerun() {
    for (let number = 0; number < 2 * Number(rest[0]); number++) {
      const isSecond = number % 2 === 1;
      const run = `rerun ${number}`;
      const store = openLmdbStore(folder);
      await store.commit({ run: runOf(run, new Date().toISOString()) });
      for (const step of [
        'always the same',
        `${(number - Number(isSecond)) % 14}`,
        `${number - Number(isSecond)}`,
      ]) {
        const { artifact, record } = resultOf(step);
        const found = store.findRecord(record.key);
        if (isSecond && !found) throw new Error(`The result of step ${step} is not there any more.`);
        const made = found ? {} : { artifacts: [artifact], record };
        const entry = { step, key: record.key, seconds: 1, outcome: found ? 'hit' : 'ran' } as const;
        await store.commit({ ...made, steps: { run, study: 'mnist', entries: [entry] } });
        if (!store.readArtifact(artifact.hash)) throw new Error(`The artifact of step ${step} is not there.`);
      }
      await store.close();
    }
    say('done');
  },

  /** Begins a commit and exits without waiting for it. */
  async leave() {
    const store = openLmdbStore(folder);
    await store.commit(bigChange(1));
    void store.commit(bigChange(2));
    setImmediate(() => setImmediate(() => process.exit(7)));
  },

  /** Commits until the disk is full, looks at what is there, with the disk full to the last byte too, and goes on when there is room. */
  async fill() {
    const results = Array.from({ length: 100 }, (_, index) => resultOf(`result ${index}`));
    const countThere = (store: Store) =>
      results.filter(
        ({ artifact, record }) => store.findRecord(record.key) && store.readArtifact(artifact.hash),
      ).length;
    const [reserve = '', filler = ''] = ['reserve', 'filler'].map((name) => `${folder}-${name}`);
    writeFileSync(reserve, new Uint8Array(1_000_000));
    let store = openLmdbStore(folder);
    let committed = 0;
    const problems: string[] = [];
    while (problems.length === 0) {
      const { artifact, record } = results[committed]!;
      await store.commit({ artifacts: [artifact], record }).then(
        () => committed++,
        (error: StoreError) => problems.push(`${error.code}: ${error.message}`),
      );
    }
    say({ committed, problem: problems[0], there: countThere(store) });
    await store.close();
    try {
      for (;;) appendFileSync(filler, new Uint8Array(4096));
    } catch (error) {
      say((error as NodeJS.ErrnoException).code);
    }
    try {
      store = openLmdbStore(folder);
      say({ there: countThere(store) });
      await store.close();
    } catch (error) {
      say({ refused: (error as StoreError).code });
    }
    // To delete takes a little room, too.
    for (const file of [filler, reserve]) rmSync(file);
    store = openLmdbStore(folder);
    await store.forgetRecord(results[0]!.record.key);
    await store.collect({ keep: new Set(results.slice(1).map(({ record }) => record.key)), keepRuns: 0 });
    const { artifact, record } = results[committed]!;
    await store.commit({ artifacts: [artifact], record });
    say({ there: countThere(store), verified: await store.verify() });
    await store.close();
    process.disconnect();
  },

  /** Commits, and tells how it went. */
  async tell() {
    const store = openLmdbStore(folder);
    const small = artifactOf('small');
    await store.commit({ artifacts: [small] });
    try {
      await store.commit(bigChange(1));
      say('committed');
    } catch (error) {
      const { name, code, message } = error as NodeJS.ErrnoException;
      say({ name, code, message });
    }
    say(store.readArtifact(small.hash) !== undefined);
    say(store.stats().records);
    await store.commit({ artifacts: [artifactOf('after')] });
    await store.close();
    say('closed');
  },
};

await roles[role]!();
