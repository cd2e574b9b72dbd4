import type { Database, RootDatabase } from 'lmdb';
import { appendedKey, type Tables, TEXT_TABLES, type TextTable, type Write } from '../tables/tables.js';
import type { LmdbTransactions } from './lmdb-transactions.js';

/**
 * Blobs are cut into chunks. lmdb-js hands out values above 16 MiB as windows into the memory map, which it
 * maps anew when the file grows; smaller ones it copies. Chunks also find room in the gaps that deleted blobs
 * leave, where a blob in one piece often would not.
 */
const CHUNK = 2 ** 20 - 64;

/** Pages of a data file without gaps that no database counts: what it is (lmdb-meta.ts), and a few free ones. */
const EXTRA_PAGES = 16;

/** What LMDB counts of a database, in pages but for the page's size in bytes. */
interface DatabaseStats {
  readonly pageSize: number;
  readonly treeBranchPageCount: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
}

/** Tables in LMDB. */
export class LmdbTables implements Tables {
  readonly #root: RootDatabase;
  readonly #transactions: LmdbTransactions;
  readonly #texts: ReadonlyMap<TextTable, Database<string, string>>;
  /** Key -> the length of a blob in bytes, in decimal. */
  readonly #lengths: Database<string, string>;
  /** `<key>/<number>` -> a chunk of a blob. */
  readonly #chunks: Database<Uint8Array, string>;

  constructor(root: RootDatabase, transactions: LmdbTransactions) {
    this.#root = root;
    this.#transactions = transactions;
    const { texts, lengths, chunks } = transactions.runNow(() => ({
      texts: TEXT_TABLES.map(
        (table) => [table, root.openDB<string, string>(table, { encoding: 'string' })] as const,
      ),
      lengths: root.openDB<string, string>('artifacts', { encoding: 'string' }),
      chunks: root.openDB<Uint8Array, string>('chunks', { encoding: 'binary' }),
    }));
    this.#texts = new Map(texts);
    this.#lengths = lengths;
    this.#chunks = chunks;
  }

  get(table: TextTable, key: string): string | undefined {
    return this.#transactions.read(() => this.#table(table).get(key));
  }

  entries(table: TextTable): (readonly [string, string])[] {
    return this.#transactions.read(
      () => [...this.#table(table).getRange()].filter(hasText).map(({ key, value }) => [key, value] as const),
      () => true,
    );
  }

  getBlob(key: string): Uint8Array | undefined {
    return this.#transactions.read(() => {
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
    return this.#transactions.read(() => this.#lengths.doesExist(key));
  }

  blobs(): { key: string; byteLength: number }[] {
    const blobs = this.#transactions.read(
      () => [...this.#lengths.getRange()].filter(hasText),
      () => true,
    );
    return blobs.map(({ key, value }) => ({ key, byteLength: Number(value) || 0 }));
  }

  dropBlob(key: string): void {
    this.#transactions.runNow(() => this.#apply({ blob: key }));
  }

  write(writes: readonly Write[]): Promise<void> {
    return this.#transactions.run(() => {
      for (const write of writes) this.#apply(write);
    });
  }

  swap(table: TextTable, key: string, before?: string, after?: string): Promise<boolean> {
    return this.#transactions.run(() => {
      if (this.#table(table).get(key) !== before) return false;
      this.#apply(after === undefined ? { table, key } : { table, key, text: after });
      return true;
    });
  }

  clear(): Promise<void> {
    const tables = [...this.#texts].filter(([table]) => table !== 'leases').map(([, database]) => database);
    return this.#transactions.run(() => {
      for (const database of [...tables, this.#lengths, this.#chunks]) database.clearSync();
    });
  }

  fileBytes(): number {
    return this.#transactions.fileBytes();
  }

  usedBytes(): number {
    return this.#transactions.read(() => {
      const existing = { encoding: 'string', create: false } as const;
      const meta: Database | undefined = this.#root.openDB('meta', existing);
      const databases = [this.#root, meta, ...this.#texts.values(), this.#lengths, this.#chunks];
      const stats = databases.map((database) => (database?.getStats() ?? {}) as Partial<DatabaseStats>);
      const pages = stats.map(
        ({ treeBranchPageCount: branches = 0, treeLeafPageCount: leaves = 0, overflowPages: large = 0 }) =>
          branches + leaves + large,
      );
      const sum = pages.reduce((before, count) => before + count, EXTRA_PAGES);
      return sum * (stats[0]!.pageSize ?? 0);
    });
  }

  /** Writes a data file without gaps into a folder that is there and empty. */
  async copyTo(folder: string): Promise<void> {
    this.#transactions.flush();
    // What the copy takes for the newest transaction is the newest one then.
    this.#transactions.runNow(() => undefined);
    await this.#root.backup(folder, true);
  }

  /** Writes now what is waiting to be written. */
  flush(): void {
    this.#transactions.flush();
  }

  close(): Promise<void> {
    return this.#transactions.close();
  }

  /** Does a write in the transaction that is running. */
  #apply(write: Write): void {
    if ('blob' in write) {
      if (write.bytes) this.#addBlob(write.blob, write.bytes);
      else this.#removeBlob(write.blob);
    } else if ('append' in write) this.#append(this.#table(write.append), write.text);
    else this.#setText(this.#table(write.table), write.key, write.text);
  }

  #setText(table: Database<string, string>, key: string, text: string | undefined): void {
    if (text === undefined) table.removeSync(key);
    // A run with nothing to do says again what is known of each step: no reason to write its pages again.
    else if (table.get(key) !== text) table.putSync(key, text);
  }

  #append(table: Database<string, string>, text: (last: string | undefined) => string): void {
    const [last] = [...table.getRange({ reverse: true, limit: 1 })];
    table.putSync(appendedKey(last ? Number(last.key) + 1 : 0), text(last?.value));
  }

  #addBlob(key: string, bytes: Uint8Array): void {
    if (this.#lengths.doesExist(key)) return;
    this.#lengths.putSync(key, String(bytes.length));
    // lmdb-js takes the address of an ArrayBuffer, and cannot take that of a SharedArrayBuffer.
    const unshared = bytes.buffer instanceof SharedArrayBuffer ? bytes.slice() : bytes;
    for (const { chunk, from, to } of chunksOf(key, bytes.length)) {
      this.#chunks.putSync(chunk, unshared.subarray(from, to));
    }
  }

  #removeBlob(key: string): void {
    this.#lengths.removeSync(key);
    // The length may be damaged, so all chunks that there are.
    const chunks = [...this.#chunks.getKeys({ start: `${key}/`, end: `${key}0` })];
    for (const chunk of chunks) this.#chunks.removeSync(chunk);
  }

  #table(table: TextTable): Database<string, string> {
    return this.#texts.get(table)!;
  }
}

/** Whether a key is one: lmdb-js reads a damaged one as whatever its first bytes stand for, be it a symbol. */
function hasText({ key }: { readonly key: unknown }): boolean {
  return typeof key === 'string';
}

/** The chunks of a blob of `length` bytes, in order; `from` and `to` are in bytes. */
function* chunksOf(key: string, length: number): Generator<{ chunk: string; from: number; to: number }> {
  for (let from = 0, index = 0; from < length; from += CHUNK, index++) {
    yield { chunk: `${key}/${index}`, from, to: Math.min(from + CHUNK, length) };
  }
}
