import path from 'node:path';
import { encodeArtifact } from '../../cache/artifact/codec.js';
import { openLmdbStore } from '../../cache/lmdb/lmdb-store.js';
import type { Store } from '../../cache/store.js';
import { type Artifact, artifactOf, keyOf } from '../cache/samples.js';

const LARGE_BYTES = 2.5 * 2 ** 30;
const MANY = 1_000_000;
const A_COMMIT = 10_000;

/** Puts an artifact beyond two gigabytes into a store, and a million small ones, and says how long that takes. */
export async function measureLarge(folder: string): Promise<number> {
  const tell = (what: string, started: number) =>
    process.stdout.write(
      `${what}: ${((performance.now() - started) / 1_000).toFixed(1)} s, peak memory ${(process.resourceUsage().maxRSS / 1e6).toFixed(1)} GB\n`,
    );
  const store = openLmdbStore(path.join(folder, 'large'));
  try {
    let started = performance.now();
    for (let made = 0; made < MANY; made += A_COMMIT) {
      const cells = Array.from({ length: A_COMMIT }, (_, index) => {
        const artifact = artifactOf(encodeArtifact({ cell: made + index }));
        return { artifact, key: keyOf(`cell ${made + index}`), hash: artifact.hash };
      });
      await store.commit({ artifacts: cells.map(({ artifact }) => artifact), cells });
    }
    tell(`${MANY} artifacts committed`, started);
    started = performance.now();
    for (let cell = 0; cell < MANY; cell += 1_000) {
      const hash = store.findCell(keyOf(`cell ${cell}`));
      if (!hash || !store.readArtifact(hash)) throw new Error(`the cell ${cell} is lost`);
    }
    tell('a thousand of them found', started);
    started = performance.now();
    const { damaged, broken } = await store.verify();
    if (damaged.length + broken.length > 0) throw new Error('something is damaged');
    tell('all of them verified', started);
    // Two of them outgrow the room that is mapped at first.
    for (const value of [7, 8]) {
      started = performance.now();
      const { hash } = await commitLarge(store, value);
      tell(`an artifact of ${LARGE_BYTES} bytes committed`, started);
      started = performance.now();
      if (store.readArtifact(hash)?.length !== LARGE_BYTES) throw new Error('the large artifact is lost');
      tell('read and checked', started);
    }
    if (!store.findCell(keyOf('cell 0'))) throw new Error('what was committed first is lost');
    return 0;
  } finally {
    await store.close();
  }
}

async function commitLarge(store: Store, value: number): Promise<Artifact> {
  const large = artifactOf(new Uint8Array(LARGE_BYTES).fill(value));
  await store.commit({ artifacts: [large] });
  return large;
}
