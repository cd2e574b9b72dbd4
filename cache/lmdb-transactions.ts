import { closeSync, openSync, readSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { RootDatabase } from 'lmdb';
import { readNewestMeta } from './lmdb-meta.js';
import { StoreError } from './store-error.js';

/** With less free space than this beyond what a write needs, the disk counts as nearly full. */
const SPARE_BYTES = 32 * 2 ** 20;

/** Where the lock file keeps the id of the newest transaction (mti_txnid in LMDB's mdb.c), in bytes. */
const NEWEST_TRANSACTION = 8;

/** What a transaction returns that may not write. */
const AGAIN = Symbol('again');

/**
 * Transactions on an environment, each on top of the newest one.
 *
 * LMDB takes the newest transaction's id from the lock file, and the LMDB in lmdb 3.5 lets a process that
 * opens the environment set that id without a lock (OpenLDAP's ITS#9496). If another process commits in that
 * moment, the id is set back. Readers then do not see what was committed, and the next transaction would
 * overwrite it, together with pages that are in use. So each transaction that writes first compares its id
 * with the data file, where nobody else can commit meanwhile. If it is not on top, it corrects the lock file,
 * writes nothing, and is repeated. A reader that misses something looks whether the lock file is right.
 */
export class LmdbTransactions {
  readonly #folder: string;
  readonly #root: RootDatabase;
  /** Descriptors of the two files. */
  readonly #data: number;
  readonly #lock: number;
  readonly #unfinished = new Set<Promise<unknown>>();

  constructor(folder: string, root: RootDatabase) {
    this.#folder = folder;
    this.#root = root;
    this.#data = openSync(path.join(folder, 'data.mdb'), 'r');
    this.#lock = openSync(path.join(folder, 'lock.mdb'), 'r+');
  }

  /**
   * Runs `action` in a transaction that LMDB's own thread begins and commits, and resolves once that is done.
   * Others wait for the transaction meanwhile, so `action` must be short. If it throws, or if LMDB cannot
   * write, nothing is written.
   * @param bytes how much `action` is going to write.
   */
  async run<Result>(bytes: number, action: () => Result): Promise<Result> {
    for (;;) {
      if (this.#freeBytes() < 2 * bytes + SPARE_BYTES) {
        // Where a transaction of LMDB's own thread fails, lmdb-js prints to the terminal. This one does not.
        await this.settle();
        return this.runNow(action);
      }
      const result = await this.#finish(this.#root.transaction(() => this.#onTop(action)));
      if (result !== AGAIN) return result;
    }
  }

  /** Runs `action` in a transaction of this thread, and returns once it is committed. */
  runNow<Result>(action: () => Result): Result {
    for (;;) {
      const result = this.#try(() => this.#root.transactionSync(() => this.#onTop(action)));
      if (result !== AGAIN) return result;
    }
  }

  /**
   * Runs `action`, which only reads. Where it reads several things, they are from the same moment.
   * @param mayMiss whether the result could be for want of something that was committed.
   */
  read<Result>(
    action: () => Result,
    mayMiss: (result: Result) => boolean = (result) => result === undefined || result === false,
  ): Result {
    return this.#try(() => {
      const result = action();
      // What this process is writing will correct the lock file.
      if (!mayMiss(result) || this.#unfinished.size > 0 || this.#newest() === this.#newestByLock())
        return result;
      this.runNow(() => undefined);
      return action();
    });
  }

  /** Resolves when everything that was being written is written, or failed. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#unfinished);
  }

  async close(): Promise<void> {
    await this.settle();
    // First, while the locks may go: closing any descriptor of a file gives up all that the process has on it.
    closeSync(this.#lock);
    await this.#root.close();
    closeSync(this.#data);
  }

  #onTop<Result>(action: () => Result): Result | typeof AGAIN {
    const id = this.#root.getWriteTxnId();
    if (id === 0) throw new Error('LMDB could not begin a transaction');
    const newest = this.#newest();
    if (BigInt(id) === newest + 1n) return action();
    const corrected = Buffer.alloc(8);
    corrected.writeBigUInt64LE(newest);
    writeSync(this.#lock, corrected, 0, corrected.length, NEWEST_TRANSACTION);
    return AGAIN;
  }

  /** The id of the newest transaction, by the data file. */
  #newest(): bigint {
    const meta = readNewestMeta(this.#data);
    if (!meta) throw new Error('data.mdb is damaged');
    return meta.transaction;
  }

  /** The id of the newest transaction, by the lock file. */
  #newestByLock(): bigint {
    const id = Buffer.alloc(8);
    readSync(this.#lock, id, 0, id.length, NEWEST_TRANSACTION);
    return id.readBigUInt64LE();
  }

  #try<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw error instanceof StoreError ? error : this.#explain(error);
    }
  }

  async #finish<Result>(written: Promise<Result>): Promise<Result> {
    this.#unfinished.add(written);
    try {
      return await written;
    } catch (error) {
      throw this.#explain(await causeOf(error));
    } finally {
      this.#unfinished.delete(written);
    }
  }

  #freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.#folder);
    return bavail * bsize;
  }

  #explain(error: unknown): StoreError {
    const reason = error instanceof Error ? error.message : String(error);
    // LMDB calls it an I/O error when a part of what it wrote still found room.
    const cutShort = /input\/output/i.test(reason) && this.#freeBytes() < SPARE_BYTES;
    if (cutShort || /no space left|disk quota/i.test(reason)) {
      const message = `There is no space left for ${this.#folder}: free some, or choose another folder with --cache.`;
      return new StoreError('disk-full', this.#folder, message, { cause: error });
    }
    const message = `The cache in ${this.#folder} failed (${reason}): try again, or choose another folder with --cache.`;
    return new StoreError('failed', this.#folder, message, { cause: error });
  }
}

/** lmdb-js rejects with an error that holds a promise, and that promise rejects with the reason. */
async function causeOf(error: unknown): Promise<unknown> {
  try {
    await (error as { commitError?: Promise<never> }).commitError;
    return error;
  } catch (cause) {
    return cause;
  }
}
