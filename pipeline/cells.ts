import type { Hash, Key } from '../cache/hash.js';
import type { Store } from '../cache/store.js';
import type { Artifacts } from './artifacts.js';
import { digest } from './canonical.js';
import { FORMAT } from './key.js';

/**
 * Caching below a step: a keyed map of small artifacts, computed in a batch where missing.
 *
 * @param names what makes each cell what it is: a plain value that must hold all that its content depends
 *   on besides the stage's code, which the engine adds (so: hashes of inputs, params, seeds).
 * @param compute computes the cells with the given indices, in any order, and puts each when it is known.
 *   What was put before a failure or a cancel is kept.
 * @returns the cells' values in the order of their names.
 */
export type Cells = <Value>(
  names: readonly unknown[],
  compute: (missing: readonly number[], put: (index: number, value: Value) => void) => Promise<void>,
) => Promise<Value[]>;

/** Finished cells are committed this often, so that little is lost when the process is killed. */
const COMMIT_EVERY_MS = 500;

/** Where cells are kept. */
export type CellStore = Pick<Store, 'findCell' | 'commit'>;

/** Cells kept in a store, under keys that include `fingerprint`: the hash of the code that fills them. */
export function storedCells(store: CellStore, artifacts: Artifacts, fingerprint: Hash): Cells {
  return async (names, compute) => {
    const keys = names.map((name) => digest('cell', { format: FORMAT, fingerprint, name }) as string as Key);
    const found = keys.map((key) => findCell(store, artifacts, key));
    const missing = [...keys.keys()].filter((index) => found[index] === undefined);
    if (missing.length > 0) {
      const batch = new CellBatch(store);
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

function findCell(store: CellStore, artifacts: Artifacts, key: Key): unknown {
  const hash = store.findCell(key);
  return hash && artifacts.tryLoad(hash);
}

/** Collects finished cells and commits them now and then. */
class CellBatch {
  readonly #store: CellStore;
  #waiting: { key: Key; hash: Hash; bytes: Uint8Array }[] = [];
  #commits: Promise<void> = Promise.resolve();
  #nextCommit = performance.now() + COMMIT_EVERY_MS;

  constructor(store: CellStore) {
    this.#store = store;
  }

  add(key: Key, hash: Hash, bytes: Uint8Array): void {
    this.#waiting.push({ key, hash, bytes });
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
