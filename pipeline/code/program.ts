import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Hash, sha256 } from '../../cache/hash.js';
import { stampAt } from '../file-stamp.js';
import { resolve, type Target } from './resolve.js';
import { programText, valueText } from './text/module-text.js';
import type { ModuleText } from './text/statement.js';
import { isProgram } from './text/transformed.js';

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
  readonly #texts = new Map<string, Promise<ModuleText>>();

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
      order.set(one, module);
    };
    await visit(file);
    return [...order.values()];
  }

  read(file: string): Promise<Module> {
    const known = this.#modules.get(file);
    if (known) return known;
    const read = this.#read(file);
    this.#modules.set(file, read);
    return read;
  }

  /** Forgets what was read of files that were written to since. */
  async refresh(): Promise<void> {
    for (const [file, read] of this.#modules) {
      const module = await read.catch(() => undefined);
      if (module?.stamp !== stampAt(file)) this.#modules.delete(file);
    }
  }

  /** All at once, as far as imports are written: reading one after the other would take longer. */
  async #readAll(file: string): Promise<void> {
    const started = new Set<string>();
    const start = async (one: string): Promise<void> => {
      if (started.has(one)) return;
      started.add(one);
      const module = await this.read(one);
      await Promise.all(ownTargets(module, module.requests).map(start));
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

  #text(file: string, bytes: Buffer, content: Hash): Promise<ModuleText> {
    const extension = path.extname(file);
    if (!isProgram(extension)) return Promise.resolve(valueText(bytes, extension));
    const name = `${content} ${file}`;
    const known = this.#texts.get(name) ?? programText(bytes.toString('utf8'), file, extension);
    this.#texts.set(name, known);
    return known;
  }
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
