import { closeSync, fstatSync, openSync, readSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { RootDatabase } from 'lmdb';
import { damaged, diskFull, reasonOf, StoreError } from '../store-error.js';
import { findFault } from './lmdb-check.js';
import { readNewestMeta } from './lmdb-meta.js';

/** A write may fail for want of space while so much is free yet, in bytes: file systems keep some. */
const SPARE_BYTES = 32 * 2 ** 20;

/** Where the lock file keeps the id of the newest transaction (mti_txnid in LMDB's mdb.c), in bytes. */
const NEWEST_TRANSACTION = 8;

/** What a transaction returns that may not write. */
const AGAIN = Symbol('again');

interface Waiting {
  readonly action: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Transactions on an environment, each on top of the newest one.
 *
 * LMDB takes the newest transaction's id from the lock file, and the LMDB in lmdb 3.5 lets a process that
 * opens the environment set that id without a lock (OpenLDAP's ITS#9496). If another process commits in that
 * moment, the id is set back. Readers then do not see what was committed, and the next transaction would
 * overwrite it, together with pages that are in use. So each transaction that writes first compares its id
 * with the data file, where nobody else can commit meanwhile. If it is not on top, it corrects the lock file,
 * writes nothing, and is repeated. A reader that misses something looks whether the lock file is right.
 *
 * Transactions run on this thread. LMDB has a thread of its own for them, but where one fails there, lmdb-js
 * prints to the terminal and leaves a rejected promise that nobody can catch.
 */
export class LmdbTransactions {
  readonly #folder: string;
  readonly #root: RootDatabase;
  /** Descriptors of the two files. */
  readonly #data: number;
  readonly #lock: number;
  /** What is written in the next turn of the event loop. */
  #waiting: Waiting[] = [];

  constructor(folder: string, root: RootDatabase) {
    this.#folder = folder;
    this.#root = root;
    this.#data = openSync(path.join(folder, 'data.mdb'), 'r');
    this.#lock = openSync(path.join(folder, 'lock.mdb'), 'r+');
  }

  /**
   * Runs `action` soon in a transaction, together with what else is run in this turn of the event loop, and
   * resolves once that is on the disk. If LMDB cannot write, nothing is written.
   */
  run<Result>(action: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ action, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Writes now what is waiting. */
  flush(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    try {
      const results = this.runNow(() => waiting.map(({ action }) => action()));
      for (const [index, { resolve }] of waiting.entries()) resolve(results[index] as never);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  /** Runs `action` in a transaction, and returns once that is on the disk. */
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
      if (!mayMiss(result) || this.#newest() === this.#newestByLock()) return result;
      this.runNow(() => undefined);
      return action();
    });
  }

  /** What the data file takes up. */
  fileBytes(): number {
    return fstatSync(this.#data).size;
  }

  /** Writes what is waiting, and closes the environment. */
  close(): Promise<void> {
    this.flush();
    // All of it is closed when this returns, as there are no transactions in LMDB's own thread to wait for.
    const closed = this.#root.close();
    // Not before: closing any descriptor of a file gives up all locks that the process has on it, and the
    // place of a reader without a lock is given to somebody else.
    closeSync(this.#lock);
    closeSync(this.#data);
    return closed;
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

  #isFull(): boolean {
    try {
      const { bavail, bsize } = statfsSync(this.#folder);
      return bavail * bsize < SPARE_BYTES;
    } catch {
      return false;
    }
  }

  #explain(error: unknown): StoreError {
    const reason = reasonOf(error);
    // LMDB calls it an I/O error when a part of what it wrote still found room.
    const isFull =
      /no space left|disk quota/i.test(reason) || (/input\/output/i.test(reason) && this.#isFull());
    if (isFull) return diskFull(this.#folder, error);
    // LMDB says of a damaged file what it came upon, which may be anything.
    const fault = findFault(this.#folder);
    if (fault !== undefined) return damaged(this.#folder, fault, error);
    const message = `The cache in ${this.#folder} failed (${reason}): try again. If that fails too, restudy cache verify --repair makes a new file of what is good; or choose another folder with --cache.`;
    return new StoreError('failed', this.#folder, message, { cause: error });
  }
}
