import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { type Hash, sha256 } from '../../../cache/hash.js';
import type { Store } from '../../../cache/store.js';
import { digest } from '../../canonical.js';
import { stampAt } from '../../file-stamp.js';
import type { ModuleText } from '../text/statement.js';

/** Where it is remembered what packages and modules are. */
export type MemoryStore = Pick<Store, 'findFile' | 'readArtifact' | 'commit'>;

/**
 * Remembers modules that were taken apart, by the hash of their content: so a run with nothing to do parses nothing. It is
 * no record of anything, and what it says is as true as what would be said anew: the name has the versions of all that says it.
 */
export class TextMemory {
  readonly #store: MemoryStore;
  readonly #name: string;
  readonly #texts: Map<string, ModuleText>;
  /** Those that somebody has. */
  readonly #taken = new Set<string>();
  #isNew = false;

  /** @param about what the modules are of: those of one study are remembered together. */
  constructor(store: MemoryStore, about: string) {
    this.#store = store;
    this.#name = `modules ${digest('modules', [about, taker()])}`;
    this.#texts = new Map(recall(store, this.#name));
  }

  /** @param module the hash of its content, and its extension. Two modules of one content are two: each call makes another. */
  find(module: string): ModuleText | undefined {
    const text = this.#texts.get(module);
    const isTaken = this.#taken.has(module);
    this.#taken.add(module);
    return text && isTaken ? structuredClone(text) : text;
  }

  add(module: string, text: ModuleText): void {
    this.#texts.set(module, text);
    this.#taken.add(module);
    this.#isNew = true;
  }

  /** Keeps what was added, and forgets what is not among `used`. */
  async keep(used: ReadonlySet<string>): Promise<void> {
    if (!this.#isNew) return;
    this.#isNew = false;
    const texts = [...this.#texts].filter(([module]) => used.has(module));
    const bytes = Buffer.from(JSON.stringify(texts, written));
    const hash = sha256(bytes);
    await this.#store.commit({
      artifacts: [{ hash, bytes }],
      files: [{ path: this.#name, memory: { hash, stamp: '' } }],
    });
  }
}

/** What takes modules apart: this code, and the parser and printer that it uses. */
function taker(): string {
  const require = createRequire(import.meta.url);
  const versions = ['esbuild', 'acorn'].map((name) => {
    const manifest = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')) as {
      version: string;
    };
    return `${name} ${manifest.version}`;
  });
  const here = fileURLToPath(import.meta.url);
  const texts = path.join(path.dirname(here), '../text');
  // From the sources it is some files, of a release this one.
  const files = here.endsWith('.ts') ? sourcesBelow(texts) : [here];
  return [...versions, ...files.map(stampAt)].join();
}

function sourcesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
}

/** Maps and sets as JSON has them. */
function written(_: string, value: unknown): unknown {
  if (value instanceof Map) return { map: [...value] };
  return value instanceof Set ? { set: [...value] } : value;
}

function read(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('map' in value) return new Map(value.map as [unknown, unknown][]);
  return 'set' in value ? new Set(value.set as unknown[]) : value;
}

/** The store checks bytes against their hash, and only this code writes such; its shape is checked as far as a mistake goes. */
const rememberedSchema = v.array(v.tuple([v.string(), v.looseObject({ statements: v.array(v.unknown()) })]));

function recall(store: MemoryStore, name: string): [string, ModuleText][] {
  const memory = store.findFile(name);
  const bytes = memory && store.readArtifact(memory.hash as Hash);
  if (!bytes) return [];
  try {
    const texts = v.parse(rememberedSchema, JSON.parse(Buffer.from(bytes).toString('utf8'), read));
    return texts as unknown as [string, ModuleText][];
  } catch {
    return [];
  }
}
