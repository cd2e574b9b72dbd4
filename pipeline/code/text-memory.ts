import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { type Hash, sha256 } from '../../cache/hash.js';
import { digest } from '../canonical.js';
import { stampAt } from '../file-stamp.js';
import type { MemoryStore } from './package-memory.js';
import type { Effects } from './text/effects.js';
import type { ModuleText, Statement } from './text/statement.js';

/**
 * Remembers modules that were taken apart, by the hash of their content: so a run with nothing to do parses nothing. It is
 * no record of anything, and what it says is as true as what would be said anew: the name has the versions of all that says it.
 */
export class TextMemory {
  readonly #store: MemoryStore;
  readonly #name: string;
  readonly #texts: Map<string, Remembered>;
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
    return text && revived(text);
  }

  add(module: string, text: ModuleText): void {
    this.#texts.set(module, plain(text));
    this.#isNew = true;
  }

  /** Keeps what was added, and forgets what is not among `used`. */
  async keep(used: ReadonlySet<string>): Promise<void> {
    if (!this.#isNew) return;
    this.#isNew = false;
    const texts = [...this.#texts].filter(([module]) => used.has(module));
    const bytes = Buffer.from(JSON.stringify(texts));
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
  const texts = path.join(path.dirname(here), 'text');
  // From the sources it is some files, of a release this one.
  const files = here.endsWith('.ts') ? readdirSync(texts).map((name) => path.join(texts, name)) : [here];
  return [...versions, ...files.map(stampAt)].join();
}

/** A module's text as JSON has it. */
interface Remembered extends Omit<ModuleText, 'imports' | 'exports' | 'statements'> {
  readonly imports: readonly (readonly [string, { readonly specifier: string; readonly name: string }])[];
  readonly exports: readonly (readonly [string, ReturnType<ModuleText['exports']['get']> & {}])[];
  readonly statements: readonly (Omit<Statement, 'evaluation' | 'calling' | 'methods' | 'beginnings'> & {
    readonly methods: readonly (readonly [string, PlainEffects])[];
    readonly evaluation: PlainEffects;
    readonly calling: readonly (readonly [string, PlainEffects])[];
    readonly beginnings: readonly (readonly [string, readonly string[]])[];
  })[];
}
type PlainEffects = Omit<Effects, 'changes'> & { readonly changes: readonly string[] };

function plain({ imports, exports, statements, ...others }: ModuleText): Remembered {
  return {
    ...others,
    imports: [...imports],
    exports: [...exports],
    statements: statements.map(({ evaluation, calling, methods, beginnings, ...statement }) => ({
      ...statement,
      evaluation: plainEffects(evaluation),
      methods: methods.map(([name, effects]) => [name, plainEffects(effects)] as const),
      calling: [...calling].map(([name, effects]) => [name, plainEffects(effects)] as const),
      beginnings: [...beginnings],
    })),
  };
}

function plainEffects({
  changes,
  anything,
  calls,
  methods,
  named,
  callsGiven,
  reads,
}: Effects): PlainEffects {
  return { changes: [...changes], anything, calls, methods, named, callsGiven, reads };
}

function revived({ imports, exports, statements, ...others }: Remembered): ModuleText {
  return {
    ...others,
    imports: new Map(imports),
    exports: new Map(exports),
    statements: statements.map(({ evaluation, calling, methods, beginnings, ...statement }) => ({
      ...statement,
      evaluation: { ...evaluation, changes: new Set(evaluation.changes) },
      methods: methods.map(
        ([name, effects]) => [name, { ...effects, changes: new Set(effects.changes) }] as const,
      ),
      calling: new Map(
        calling.map(([name, effects]) => [name, { ...effects, changes: new Set(effects.changes) }]),
      ),
      beginnings: new Map(beginnings),
    })),
  };
}

/** The store checks bytes against their hash, and only this code writes such; its shape is checked as far as a mistake goes. */
const rememberedSchema = v.array(v.tuple([v.string(), v.looseObject({ statements: v.array(v.unknown()) })]));

function recall(store: MemoryStore, name: string): [string, Remembered][] {
  const memory = store.findFile(name);
  const bytes = memory && store.readArtifact(memory.hash as Hash);
  if (!bytes) return [];
  try {
    const texts = v.parse(rememberedSchema, JSON.parse(Buffer.from(bytes).toString('utf8')));
    return texts as unknown as [string, Remembered][];
  } catch {
    return [];
  }
}
