import { referencesOf } from '../artifact/codec.js';
import type { Hash } from '../hash.js';
import type { Tables } from './tables.js';

/**
 * How many holders each artifact has: those given, and the artifacts that refer to it. One without any is freed,
 * and with it perhaps some of those that it refers to.
 */
export class ArtifactCounts {
  readonly #holders = new Map<Hash, number>();
  readonly #sizes = new Map<Hash, number>();
  readonly #references = new Map<Hash, readonly Hash[]>();
  readonly freed = new Set<Hash>();
  freedBytes = 0;

  constructor(tables: Tables, holders: Iterable<ReadonlySet<Hash>>) {
    for (const { key, byteLength } of tables.blobs()) {
      const references = uniqueReferences(tables.getBlob(key));
      this.#sizes.set(key as Hash, byteLength);
      this.#references.set(key as Hash, references);
      for (const reference of references) this.#count(reference, 1);
    }
    for (const holds of holders) for (const hash of holds) this.#count(hash, 1);
    for (const hash of this.#sizes.keys()) if (!this.#holders.get(hash)) this.#free(hash);
  }

  isKept(hash: Hash): boolean {
    return this.#sizes.has(hash) && !this.freed.has(hash);
  }

  /** One holder less. */
  release(hash: Hash): void {
    if (this.#count(hash, -1) === 0 && this.#sizes.has(hash)) this.#free(hash);
  }

  #free(hash: Hash): void {
    if (this.freed.has(hash)) return;
    this.freed.add(hash);
    this.freedBytes += this.#sizes.get(hash)!;
    for (const reference of this.#references.get(hash)!) this.release(reference);
  }

  #count(hash: Hash, change: number): number {
    const holders = (this.#holders.get(hash) ?? 0) + change;
    this.#holders.set(hash, holders);
    return holders;
  }
}

/** Bytes that cannot be read as an artifact refer to nothing. */
function uniqueReferences(bytes: Uint8Array | undefined): readonly Hash[] {
  try {
    return bytes ? [...new Set(referencesOf(bytes))] : [];
  } catch {
    return [];
  }
}
