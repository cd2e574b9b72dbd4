/**
 * What a store is made of: tables of small texts, and blobs. All of a store's meaning is in table-store.ts;
 * an implementation of this interface only has to keep bytes, and to write many of them at once or not at all.
 * Keys are short ASCII texts without control characters.
 */
export interface Tables {
  get(table: TextTable, key: string): string | undefined;
  /** All entries of a table, in ascending order of their keys. */
  entries(table: TextTable): readonly (readonly [key: string, text: string])[];

  /** A blob in memory of its own, aligned to 8 bytes; undefined if it is missing or not whole. Not checked. */
  getBlob(key: string): Uint8Array | undefined;
  hasBlob(key: string): boolean;
  blobs(): readonly { readonly key: string; readonly byteLength: number }[];
  /** Deletes a blob before it returns. */
  dropBlob(key: string): void;

  /** Writes everything, or nothing. Resolves once it cannot be lost any more. Bytes must not change until then. */
  write(writes: readonly Write[]): Promise<void>;
  /**
   * Changes an entry from `before` to `after` (undefined: no entry), unless somebody else, in this process or
   * another, changed it in the meantime: then it does nothing and returns false.
   */
  swap(table: 'leases', key: string, before: string | undefined, after: string | undefined): Promise<boolean>;
  /** Deletes everything except leases: they say who is at work, and end by themselves. */
  clear(): Promise<void>;

  /** What the tables take up on disk. */
  fileBytes(): number;
  /** What they would take up there at most, without the room that deleted things left. */
  usedBytes(): number;
  close(): Promise<void>;
}

export const TEXT_TABLES = [
  'records',
  'latest',
  'cells',
  'files',
  'runs',
  'run-steps',
  'tags',
  'chain',
  'leases',
] as const;
export type TextTable = (typeof TEXT_TABLES)[number];

/** The key of the n-th entry of a table that is only appended to: keys sort as their numbers do. */
export function appendedKey(index: number): string {
  return String(index).padStart(12, '0');
}

export type Write =
  /** Replaces an entry; without a text, deletes it. */
  | { readonly table: TextTable; readonly key: string; readonly text?: string }
  /** Adds an entry after the last one of a table, given that one's text. Keys are consecutive numbers. */
  | { readonly append: 'chain'; readonly text: (last: string | undefined) => string }
  /** Adds a blob, unless one with this key is there already; without bytes, deletes it. */
  | { readonly blob: string; readonly bytes?: Uint8Array };
