import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Hash } from '../hash.js';
import type { Store } from '../store.js';
import { CodecError, referencesOf } from './codec.js';

/** An artifact whose bytes are not there, or do not hash to its name. */
export interface ArtifactFault {
  readonly artifact: Hash;
  readonly state: 'missing' | 'damaged';
}

/** Other work of the process gets its turn after so many bytes: about 10 ms of hashing. */
const BYTES_A_TURN = 16 * 2 ** 20;

/** Reads artifacts, each once, and tells which are not what their names say. What it finds stays as it is. */
export class ArtifactCheck {
  readonly #store: Pick<Store, 'readArtifact' | 'hasArtifact'>;
  readonly #known = new Map<Hash, { readonly fault?: ArtifactFault; readonly references: readonly Hash[] }>();
  readonly #faultsBelow = new Map<Hash, readonly ArtifactFault[]>();
  /** Of what was read. */
  bytes = 0;

  constructor(store: Pick<Store, 'readArtifact' | 'hasArtifact'>) {
    this.#store = store;
  }

  get artifacts(): number {
    return this.#known.size;
  }

  get faults(): ArtifactFault[] {
    return [...this.#known.values()].flatMap(({ fault }) => fault ?? []);
  }

  /** Checks these artifacts and all that they refer to. Throws what `signal` was aborted with. */
  async check(
    artifacts: readonly Hash[],
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<void> {
    let pauseAt = this.bytes + BYTES_A_TURN;
    for (const [index, hash] of artifacts.entries()) {
      this.faultsBelow(hash);
      if (this.bytes < pauseAt) continue;
      pauseAt = this.bytes + BYTES_A_TURN;
      onProgress((index + 1) / artifacts.length);
      await nextTurn();
      signal.throwIfAborted();
    }
  }

  /** What is wrong with an artifact and with all that it refers to. */
  faultsBelow(hash: Hash): readonly ArtifactFault[] {
    const known = this.#faultsBelow.get(hash);
    if (known) return known;
    const { fault, references } = this.#read(hash);
    // Names are hashes of what they name, so references cannot lead back.
    const below = references.flatMap((reference) => this.faultsBelow(reference));
    const faults = [
      ...new Map([...(fault ? [fault] : []), ...below].map((one) => [one.artifact, one])).values(),
    ];
    this.#faultsBelow.set(hash, faults);
    return faults;
  }

  #read(hash: Hash) {
    const known = this.#known.get(hash) ?? this.#check(hash);
    this.#known.set(hash, known);
    return known;
  }

  #check(hash: Hash) {
    const bytes = this.#store.readArtifact(hash, 'keep');
    this.bytes += bytes?.byteLength ?? 0;
    if (bytes) return { references: tryReferencesOf(bytes) };
    const state = this.#store.hasArtifact(hash) ? ('damaged' as const) : ('missing' as const);
    return { fault: { artifact: hash, state }, references: [] };
  }
}

/** Artifacts of another format, a newer version's perhaps: their bytes are what their name says, and that is all. */
function tryReferencesOf(bytes: Uint8Array): readonly Hash[] {
  try {
    return referencesOf(bytes);
  } catch (error) {
    if (error instanceof CodecError) return [];
    throw error;
  }
}
