import type { Hash, Key } from '../../cache/hash.js';
import type { CellUse, Store } from '../../cache/store.js';
import { digest } from '../canonical.js';
import type { FileStore } from '../key/file-content.js';
import { FORMAT } from '../key/key.js';
import type { Cells } from '../study/stage.js';
import type { Artifacts } from './artifacts.js';

/** Finished cells are committed this often, so that little is lost when the process is killed. */
const COMMIT_EVERY_MS = 500;

/** Where cells are kept. */
export type CellStore = Pick<Store, 'findCell' | 'commit'>;

/**
 * Cells kept in a store, under keys that include `origin`: a hash of the code that fills them and the files it reads.
 * @param step the key of the step that uses them, which they are kept for from now on.
 */
export function storedCells(store: CellStore, artifacts: Artifacts, origin: Hash, step: Key): Cells {
  return async (names, compute) => {
    const keys = names.map((name) => digest('cell', { format: FORMAT, origin, name }) as string as Key);
    const hashes = keys.map((key) => store.findCell(key));
    const found = hashes.map((hash) => hash && artifacts.tryLoad(hash));
    const missing = [...keys.keys()].filter((index) => found[index] === undefined);
    const known = [...keys.keys()].filter((index) => found[index] !== undefined);
    const usedBy = { step, atMs: Date.now() };
    if (known.length > 0) {
      await store.commit({
        cells: known.map((index) => ({ key: keys[index]!, hash: hashes[index]!, usedBy })),
      });
    }
    if (missing.length > 0) {
      const batch = new CellBatch(store, step);
      try {
        await compute(missing, (index, value) => {
          const { hash, bytes } = artifacts.encode(value);
          found[index] = artifacts.adopt(hash, bytes) as object;
          batch.add(keys[index]!, hash, bytes);
        });
      } finally {
        await batch.commit();
      }
    }
    const unfilled = found.indexOf(undefined);
    if (unfilled >= 0)
      throw new Error(`The stage did not compute its cell ${JSON.stringify(names[unfilled])}.`);
    return found as never[];
  };
}

/**
 * The same store with no cell in it: for a step that is to be computed anew in all its parts. What it computes
 * takes the place of the cells that were there.
 */
export function withoutCells(store: CellStore & FileStore): CellStore & FileStore {
  return {
    findCell: () => undefined,
    findFile: (path) => store.findFile(path),
    commit: (change) => store.commit(change),
  };
}

/** Collects finished cells and commits them now and then. */
class CellBatch {
  readonly #store: CellStore;
  readonly #step: Key;
  #waiting: { key: Key; hash: Hash; bytes: Uint8Array; usedBy: CellUse }[] = [];
  #commits: Promise<void> = Promise.resolve();
  #nextCommit = performance.now() + COMMIT_EVERY_MS;

  constructor(store: CellStore, step: Key) {
    this.#store = store;
    this.#step = step;
  }

  add(key: Key, hash: Hash, bytes: Uint8Array): void {
    this.#waiting.push({ key, hash, bytes, usedBy: { step: this.#step, atMs: Date.now() } });
    if (performance.now() >= this.#nextCommit) {
      this.#nextCommit = performance.now() + COMMIT_EVERY_MS;
      const commit = this.commit();
      // A failure is reported by the last commit, which is awaited.
      commit.catch(() => {});
    }
  }

  /** Resolves when everything added so far is committed. */
  commit(): Promise<void> {
    const cells = this.#waiting;
    this.#waiting = [];
    if (cells.length > 0) {
      this.#commits = this.#commits.then(() => this.#store.commit({ artifacts: cells, cells }));
    }
    return this.#commits;
  }
}
