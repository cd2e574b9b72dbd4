import { statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Database, RootDatabase } from 'lmdb';
import { sha256 } from './hash.js';
import { StoreError } from './store-error.js';
import { type Tables, TEXT_TABLES, type TextTable, type Write } from './tables.js';

/**
 * Blobs are cut into chunks. lmdb-js hands out values above 16 MiB as windows into the memory map, which it
 * maps anew when the file grows; smaller ones it copies. Chunks also find room in the gaps that deleted blobs
 * leave, where a blob in one piece often would not.
 */
const CHUNK = 2 ** 20 - 64;

/** With less free space than this beyond what a write needs, the disk counts as nearly full. */
const SPARE_BYTES = 32 * 2 ** 20;

/**
 * Tables in LMDB. LMDB's own thread does the writing, and flushes a transaction's pages to disk before it
 * writes the page that makes them visible: what is committed survives a killed process and a power cut.
 */
export class LmdbTables implements Tables {
  readonly #folder: string;
  readonly #root: RootDatabase;
  readonly #texts: ReadonlyMap<TextTable, Database<string, string>>;
  /** Key -> the length of a blob in bytes, in decimal. */
  readonly #lengths: Database<string, string>;
  /** `<key>/<number>` -> a chunk of a blob. */
  readonly #chunks: Database<Uint8Array, string>;
  readonly #unfinished = new Set<Promise<unknown>>();

  constructor(folder: string, root: RootDatabase) {
    this.#folder = folder;
    this.#root = root;
    // In one transaction: each of its own would wait for the disk.
    const { texts, lengths, chunks } = root.transactionSync(() => ({
      texts: TEXT_TABLES.map((table) => {
        // What a swap compares is LMDB's version of an entry.
        const useVersions = table === 'leases';
        return [table, root.openDB<string, string>(table, { encoding: 'string', useVersions })] as const;
      }),
      lengths: root.openDB<string, string>('artifacts', { encoding: 'string' }),
      chunks: root.openDB<Uint8Array, string>('chunks', { encoding: 'binary' }),
    }));
    this.#texts = new Map(texts);
    this.#lengths = lengths;
    this.#chunks = chunks;
  }

  get(table: TextTable, key: string): string | undefined {
    return this.#try(() => this.#table(table).get(key));
  }

  entries(table: TextTable): (readonly [string, string])[] {
    return this.#try(() => [...this.#table(table).getRange()].map(({ key, value }) => [key, value] as const));
  }

  getBlob(key: string): Uint8Array | undefined {
    return this.#try(() => {
      const length = Number(this.#lengths.get(key) ?? Number.NaN);
      // A damaged length must not ask for memory that nobody has.
      if (!Number.isSafeInteger(length) || length < 0 || length > this.fileBytes()) return undefined;
      const blob = new Uint8Array(length);
      for (const { chunk, from, to } of chunksOf(key, length)) {
        const stored = this.#chunks.getBinaryFast(chunk);
        if (stored?.length !== to - from) return undefined;
        // lmdb-js lends one large buffer again and again, and tells the length of its content as `length`.
        blob.set(new Uint8Array(stored.buffer, stored.byteOffset, to - from), from);
      }
      return blob;
    });
  }

  hasBlob(key: string): boolean {
    return this.#try(() => this.#lengths.doesExist(key));
  }

  blobs(): { key: string; byteLength: number }[] {
    return this.#try(() =>
      [...this.#lengths.getRange()].map(({ key, value }) => ({ key, byteLength: Number(value) || 0 })),
    );
  }

  dropBlob(key: string): void {
    this.#try(() => this.#root.transactionSync(() => this.#apply({ blob: key })));
  }

  async write(writes: readonly Write[]): Promise<void> {
    const bytes = writes.reduce((sum, write) => sum + ('blob' in write ? (write.bytes?.length ?? 0) : 0), 0);
    const apply = () => {
      for (const write of writes) this.#apply(write);
    };
    if (await this.#isNearlyFull(bytes)) this.#try(() => this.#root.transactionSync(apply));
    else await this.#finish(this.#root.batch(apply));
  }

  async swap(table: 'leases', key: string, before?: string, after?: string): Promise<boolean> {
    const leases = this.#table(table);
    const entry = this.#try(() => leases.getEntry(key));
    if (entry?.value !== before) return false;
    const put = (text: string) => leases.put(key, text, versionOf(text));
    if (await this.#isNearlyFull(0)) {
      return this.#try(() =>
        this.#root.transactionSync(() => {
          if (leases.getEntry(key)?.version !== entry?.version) return false;
          if (after === undefined) leases.remove(key);
          else put(after);
          return true;
        }),
      );
    }
    // LMDB's thread compares and writes in one transaction.
    if (entry?.version === undefined) {
      return after === undefined || this.#finish(leases.ifNoExists(key, () => put(after)));
    }
    if (after === undefined) return this.#finish(leases.remove(key, entry.version));
    return this.#finish(leases.ifVersion(key, entry.version, () => put(after)));
  }

  async clear(): Promise<void> {
    const tables = [...this.#texts].filter(([table]) => table !== 'leases').map(([, database]) => database);
    const clear = () => {
      for (const database of [...tables, this.#lengths, this.#chunks]) database.clearAsync();
    };
    await this.#finish(this.#root.batch(clear));
  }

  fileBytes(): number {
    return statSync(path.join(this.#folder, 'data.mdb')).size;
  }

  /** Resolves when everything that was being written is written, or failed. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#unfinished);
  }

  async close(): Promise<void> {
    await this.settle();
    await this.#root.close();
  }

  /** Puts a write into the transaction that is open, or the batch that is being made. */
  #apply(write: Write): void {
    if ('blob' in write) {
      if (write.bytes) this.#addBlob(write.blob, write.bytes);
      else this.#removeBlob(write.blob);
    } else if (write.text === undefined) this.#table(write.table).remove(write.key);
    else this.#table(write.table).put(write.key, write.text);
  }

  #addBlob(key: string, bytes: Uint8Array): void {
    const added = this.#lengths.ifNoExists(key, () => {
      this.#lengths.put(key, String(bytes.length));
      for (const { chunk, from, to } of chunksOf(key, bytes.length)) {
        this.#chunks.put(chunk, bytes.subarray(from, to));
      }
    });
    // A failure is reported once, by the batch that this is a part of.
    added.catch(() => undefined);
  }

  #removeBlob(key: string): void {
    this.#lengths.remove(key);
    for (const chunk of this.#chunks.getKeys({ start: `${key}/`, end: `${key}0` }))
      this.#chunks.remove(chunk);
  }

  /**
   * Whether there might be no room for `bytes`. If so, everything else has been written when this resolves,
   * and the caller writes in a synchronous transaction: when one of LMDB's own thread fails, lmdb-js prints
   * to the terminal.
   */
  async #isNearlyFull(bytes: number): Promise<boolean> {
    const { bavail, bsize } = statfsSync(this.#folder);
    if (bavail * bsize >= 2 * bytes + SPARE_BYTES) return false;
    await this.settle();
    return true;
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

  #try<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #explain(error: unknown): StoreError {
    const reason = error instanceof Error ? error.message : String(error);
    if (/no space left|disk quota|MDB_MAP_FULL/i.test(reason)) {
      const message = `There is no space left for ${this.#folder}: free some, or choose another folder with --cache.`;
      return new StoreError('disk-full', this.#folder, message, { cause: error });
    }
    const message = `The cache in ${this.#folder} failed (${reason}): try again, or choose another folder with --cache.`;
    return new StoreError('failed', this.#folder, message, { cause: error });
  }

  #table(table: TextTable): Database<string, string> {
    return this.#texts.get(table)!;
  }
}

/** The chunks of a blob of `length` bytes, in order; `from` and `to` are in bytes. */
function* chunksOf(key: string, length: number): Generator<{ chunk: string; from: number; to: number }> {
  for (let from = 0, index = 0; from < length; from += CHUNK, index++) {
    yield { chunk: `${key}/${index}`, from, to: Math.min(from + CHUNK, length) };
  }
}

/** LMDB's version of an entry is a 64-bit float: 48 bits of a hash are one. */
function versionOf(text: string): number {
  return Number.parseInt(sha256(Buffer.from(text)).slice(0, 12), 16);
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
