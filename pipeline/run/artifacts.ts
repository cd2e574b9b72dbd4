import { decodeArtifact, encodeArtifact } from '../../cache/artifact/codec.js';
import { type Hash, sha256 } from '../../cache/hash.js';
import type { Store } from '../../cache/store.js';

/** An artifact that a record promises is missing or damaged. Whoever made it has to make it again. */
export class ArtifactLost extends Error {
  readonly hash: Hash;

  constructor(hash: Hash) {
    super(`The artifact ${hash} is missing from the cache, or was damaged there.`);
    this.hash = hash;
  }
}

/** Values used lately are kept in memory up to this size, so that steps of one run need not read them again. */
const KEEP_BYTES = 512 * 2 ** 20;

/**
 * The values of artifacts, by hash. A value that is alive in memory is decoded once and shared by all who
 * ask for it; nobody may change it. A value that holds another artifact's value by identity is stored as a
 * reference to it.
 */
export class Artifacts {
  readonly #store: Pick<Store, 'readArtifact'>;
  readonly #alive = new Map<Hash, WeakRef<object>>();
  readonly #names = new WeakMap<object, Hash>();
  /** The values used lately, the latest last. */
  readonly #kept = new Map<Hash, { value: object; bytes: number }>();
  #keptBytes = 0;

  constructor(store: Pick<Store, 'readArtifact'>) {
    this.#store = store;
  }

  /** Throws ArtifactLost if the artifact, or one it refers to, is missing or damaged. */
  load(hash: Hash): unknown {
    const alive = this.#alive.get(hash)?.deref();
    if (alive) {
      const kept = this.#kept.get(hash);
      if (kept) this.#keep(hash, alive, kept.bytes);
      return alive;
    }
    const bytes = this.#store.readArtifact(hash);
    if (!bytes) throw new ArtifactLost(hash);
    return this.adopt(hash, bytes);
  }

  /** As `load`, but undefined for a lost artifact. */
  tryLoad(hash: Hash): unknown {
    try {
      return this.load(hash);
    } catch (error) {
      if (error instanceof ArtifactLost) return undefined;
      throw error;
    }
  }

  /** A value as the bytes of an artifact and their hash. Throws a TypeError for what is neither JSON-like nor a typed array. */
  encode(value: unknown): { hash: Hash; bytes: Uint8Array } {
    const bytes = encodeArtifact(value, (object) => this.#names.get(object));
    return { hash: sha256(bytes), bytes };
  }

  /**
   * The value of bytes just encoded or read. A step's own result goes through this too, so that the steps
   * after it see the same value whether it ran or was a hit.
   */
  adopt(hash: Hash, bytes: Uint8Array): unknown {
    const value = decodeArtifact(bytes, (reference) => this.load(reference));
    if (typeof value === 'object' && value !== null) {
      this.#alive.set(hash, new WeakRef(value));
      this.#names.set(value, hash);
      this.#keep(hash, value, bytes.byteLength);
    }
    return value;
  }

  #keep(hash: Hash, value: object, bytes: number): void {
    this.#drop(hash);
    this.#kept.set(hash, { value, bytes });
    this.#keptBytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#keptBytes <= KEEP_BYTES) break;
      this.#drop(oldest);
    }
  }

  #drop(hash: Hash): void {
    this.#keptBytes -= this.#kept.get(hash)?.bytes ?? 0;
    this.#kept.delete(hash);
  }
}
