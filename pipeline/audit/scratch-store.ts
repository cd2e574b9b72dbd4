import type { Hash, Key } from '../../cache/hash.js';
import type { Change, FileMemory, Store } from '../../cache/store.js';

/**
 * What stages work with while they are audited: the artifacts of a store, which is never written to, and in memory
 * the cells that were computed since. Cells of earlier work are not used, and every file is read, or an audit
 * would prove nothing about what they hold.
 */
export class ScratchStore implements Pick<Store, 'readArtifact' | 'findCell' | 'findFile' | 'commit'> {
  readonly #store: Pick<Store, 'readArtifact'>;
  readonly #artifacts = new Map<Hash, Uint8Array>();
  readonly #cells = new Map<Key, Hash>();

  constructor(store: Pick<Store, 'readArtifact'>) {
    this.#store = store;
  }

  readArtifact(hash: Hash): Uint8Array | undefined {
    return this.#artifacts.get(hash) ?? this.#store.readArtifact(hash, 'keep');
  }

  findCell(key: Key): Hash | undefined {
    return this.#cells.get(key);
  }

  findFile(): FileMemory | undefined {
    return undefined;
  }

  async commit({ artifacts = [], cells = [] }: Change): Promise<void> {
    for (const { hash, bytes } of artifacts) this.#artifacts.set(hash, bytes);
    for (const { key, hash } of cells) this.#cells.set(key, hash);
  }
}
