import type { Store } from '../store.js';
import { type StoreOptions, TableStore } from './table-store.js';
import { appendedKey, type Tables, TEXT_TABLES, type TextTable, type Write } from './tables.js';

/** A store that lives as long as the process, for tests and for studies that leave nothing behind. */
export function memoryStore(options: StoreOptions = {}): Store {
  return new TableStore(new MemoryTables(), options);
}

/** Tables in memory. */
export class MemoryTables implements Tables {
  readonly #texts = new Map(TEXT_TABLES.map((table) => [table, new Map<string, string>()]));
  readonly #blobs = new Map<string, Uint8Array>();

  get(table: TextTable, key: string): string | undefined {
    return this.#table(table).get(key);
  }

  entries(table: TextTable): [string, string][] {
    return [...this.#table(table)].sort(([first], [second]) => (first < second ? -1 : 1));
  }

  getBlob(key: string): Uint8Array | undefined {
    return this.#blobs.get(key)?.slice();
  }

  hasBlob(key: string): boolean {
    return this.#blobs.has(key);
  }

  blobs(): { key: string; byteLength: number }[] {
    return [...this.#blobs].map(([key, { byteLength }]) => ({ key, byteLength }));
  }

  dropBlob(key: string): void {
    this.#blobs.delete(key);
  }

  async write(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      if ('blob' in write) {
        if (!write.bytes) this.#blobs.delete(write.blob);
        else if (!this.#blobs.has(write.blob)) this.#blobs.set(write.blob, Uint8Array.from(write.bytes));
      } else if ('append' in write) {
        const table = this.#table(write.append);
        const last = table.size === 0 ? undefined : table.get(appendedKey(table.size - 1));
        table.set(appendedKey(table.size), write.text(last));
      } else if (write.text === undefined) this.#table(write.table).delete(write.key);
      else this.#table(write.table).set(write.key, write.text);
    }
  }

  async swap(table: TextTable, key: string, before?: string, after?: string): Promise<boolean> {
    if (this.get(table, key) !== before) return false;
    if (after === undefined) this.#table(table).delete(key);
    else this.#table(table).set(key, after);
    return true;
  }

  async clear(): Promise<void> {
    for (const [name, table] of this.#texts) if (name !== 'leases') table.clear();
    this.#blobs.clear();
  }

  fileBytes(): number {
    return 0;
  }

  usedBytes(): number {
    return this.blobs().reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  async close(): Promise<void> {}

  #table(table: TextTable): Map<string, string> {
    return this.#texts.get(table)!;
  }
}
