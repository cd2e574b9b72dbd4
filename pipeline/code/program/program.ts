import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Hash, sha256 } from '../../../cache/hash.js';
import { stampAt } from '../../file-stamp.js';
import type { ModuleText } from '../text/statement.js';
import { isProgram } from '../text/transformed.js';
import { resolve, type Target } from './resolve.js';
import type { TextMemory } from './text-memory.js';

/** A module of own code, as it was read from the disk. */
export interface Module extends ModuleText {
  /** Absolute, links followed. */
  readonly file: string;
  /** The stat that the file had before it was read. */
  readonly stamp: string;
  readonly content: Hash;
  /** What each specifier means that it imports, or loads by `import()` or `require()`. */
  readonly targets: ReadonlyMap<string, Target>;
}

/**
 * Reads modules and all own code that they reach, each file once: again only where it was written to since. A syntax error
 * rejects with esbuild's error, a file that is not there with the file system's.
 */
export class Program {
  readonly #modules = new Map<string, Promise<Module>>();
  /** The hash and the extension of each. */
  readonly #contents = new Set<string>();
  readonly #memory: TextMemory | undefined;
  readonly #cyclic = new Map<string, Promise<boolean>>();

  /** @param memory of modules that were taken apart before. */
  constructor(memory?: TextMemory) {
    this.#memory = memory;
  }

  /**
   * What a module evaluates, itself included, in the order in which Node does: what it imports comes first.
   * @param file absolute, links followed.
   */
  async evaluated(file: string): Promise<readonly Module[]> {
    const order = new Map<string, Module>();
    const seen = new Set<string>();
    await this.#readAll(file);
    const visit = async (one: string): Promise<void> => {
      if (seen.has(one)) return;
      seen.add(one);
      const module = await this.read(one);
      for (const imported of ownTargets(module, module.requests)) await visit(imported);
      // What it loads by itself may be as it loads, or later: then it is there for whoever comes after.
      for (const loaded of ownTargets(module, loadedBy(module))) await visit(loaded);
      order.set(one, module);
    };
    await visit(file);
    return [...order.values()];
  }

  /** How many modules were read so far. */
  get size(): number {
    return this.#modules.size;
  }

  /** Whether a module imports itself through others: then what these come to depends on where Node begins. */
  isCyclic({ file }: Module): Promise<boolean> {
    const known = this.#cyclic.get(file) ?? this.#findsItself(file);
    this.#cyclic.set(file, known);
    return known;
  }

  async #findsItself(file: string): Promise<boolean> {
    const seen = new Set<string>();
    const waiting = [file];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      const module = await this.read(one);
      for (const next of ownTargets(module, [...module.requests, ...loadedBy(module)])) {
        if (next === file) return true;
        if (!seen.has(next)) waiting.push(next);
        seen.add(next);
      }
    }
    return false;
  }

  /** All modules that were read so far. */
  async all(): Promise<readonly Module[]> {
    return Promise.all(this.#modules.values());
  }

  read(file: string): Promise<Module> {
    const known = this.#modules.get(file);
    if (known) return known;
    const read = this.#read(file).catch((error: unknown) => {
      this.#modules.delete(file);
      throw error;
    });
    this.#modules.set(file, read);
    return read;
  }

  /** All at once, as far as imports are written: reading one after the other would take longer. */
  async #readAll(file: string): Promise<void> {
    const started = new Set<string>();
    const start = async (one: string): Promise<void> => {
      if (started.has(one)) return;
      started.add(one);
      const module = await this.read(one);
      await Promise.all(ownTargets(module, [...module.requests, ...loadedBy(module)]).map(start));
    };
    await start(file);
  }

  async #read(file: string): Promise<Module> {
    const stamp = stampAt(file);
    const bytes = readFileSync(file);
    const content = sha256(bytes);
    const text = await this.#text(file, bytes, content);
    const targets = new Map<string, Target>();
    for (const specifier of text.requests) targets.set(specifier, resolve(specifier, file, false));
    for (const load of text.statements.flatMap(({ loads }) => loads)) {
      if (load.kind !== 'module' || targets.has(load.specifier)) continue;
      const imported = resolve(load.specifier, file, false);
      targets.set(
        load.specifier,
        imported.kind === 'absent' ? resolve(load.specifier, file, true) : imported,
      );
    }
    return { ...text, file, stamp, content, targets };
  }

  /** Keeps what was taken apart, for the next process. */
  async remember(): Promise<void> {
    await this.#memory?.keep(this.#contents);
  }

  async #text(file: string, bytes: Buffer, content: Hash): Promise<ModuleText> {
    const extension = path.extname(file);
    const name = content + extension;
    this.#contents.add(name);
    const remembered = this.#memory?.find(name);
    if (remembered) return remembered;
    const { programText, valueText } = await import('../text/module-text.js');
    const text = isProgram(extension)
      ? await programText(bytes.toString('utf8'), file, extension)
      : valueText(bytes, extension);
    this.#memory?.add(name, text);
    return text;
  }
}

/** What it loads by `import()` and `require()`. */
function loadedBy({ statements }: Module): string[] {
  return statements.flatMap(({ loads }) =>
    loads.flatMap((load) => (load.kind === 'module' ? [load.specifier] : [])),
  );
}

function ownTargets({ targets }: Module, specifiers: readonly string[]): string[] {
  return specifiers.flatMap((specifier) => {
    const target = targets.get(specifier);
    return target?.kind === 'own' ? [target.file] : [];
  });
}

/** The file of a module, given its URL. */
export function fileOfModule(url: string): string {
  return fileURLToPath(new URL(url.replace(/[?#].*$/, '')));
}
