import type { MemoryStore } from '../../../pipeline/code/program/text-memory.js';

type Change = Parameters<MemoryStore['commit']>[0];
type Artifact = NonNullable<Change['artifacts']>[number];

/**
 * Where it is remembered how modules were taken apart. Each version of a project is in a folder of its own, whose modules
 * have a memory of their own: here they have one for all, as those of a project have that is edited where it is. What
 * packages are is not remembered.
 */
export class ModuleMemory implements MemoryStore {
  #last: Artifact | undefined;

  findFile(path: string): ReturnType<MemoryStore['findFile']> {
    return this.#last && isOfModules(path) ? { hash: this.#last.hash, stamp: '' } : undefined;
  }

  readArtifact(): Uint8Array | undefined {
    return this.#last?.bytes;
  }

  async commit({ artifacts = [], files = [] }: Change): Promise<void> {
    if (files.some(({ path }) => isOfModules(path))) this.#last = artifacts[0];
  }
}

function isOfModules(path: string): boolean {
  return path.startsWith('modules ');
}
