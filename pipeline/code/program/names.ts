import { type Statement, WHOLE_NAME } from '../text/statement.js';
import type { Module, Program } from './program.js';
import type { Target } from './resolve.js';

/** What a name stands for. */
export type Meaning =
  | {
      readonly kind: 'statement';
      readonly module: Module;
      readonly statement: Statement;
      readonly name: string;
    }
  /** All that a module exports, as one object. */
  | { readonly kind: 'namespace'; readonly module: Module }
  /** Something that is no own code: what is imported of it (`*` for all), and where it is. */
  | { readonly kind: 'outside'; readonly target: Target; readonly specifier: string; readonly name: string };

/** Finds what names stand for, across the modules of a program. */
export class Names {
  readonly #program: Program;
  readonly #statements = new WeakMap<Module, ReadonlyMap<string, Statement>>();
  readonly #exports = new WeakMap<Module, Map<string, Promise<Meaning>>>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** @param name one of the module's own, or of its imports; `space.member` for a member of all of a module. */
  async meaningOf(name: string, module: Module): Promise<Meaning> {
    return (await this.placeOf(name, module)).meaning;
  }

  /** The same, and what of the name is left: the member of what is not all of a module. */
  async placeOf(name: string, module: Module): Promise<{ readonly meaning: Meaning; readonly rest: string }> {
    const [first = '', member = ''] = name.split('.');
    const rest = member === '' ? '' : `.${member}`;
    const imported = module.imports.get(first);
    if (!imported) {
      const statements = this.#statementsOf(module);
      const statement = statements.get(first) ?? statements.get(WHOLE_NAME);
      const meaning: Meaning = statement
        ? { kind: 'statement', module, statement, name: first }
        : { kind: 'outside', target: ABSENT, specifier: first, name: first };
      return { meaning, rest };
    }
    const asked = (what: string) => this.#imported(imported.specifier, what, module, new Set());
    if (imported.name === '*' && member !== '') return { meaning: await asked(member), rest: '' };
    const meaning = await asked(imported.name);
    // `export * as space`, imported by that name, is all of a module too.
    return meaning.kind === 'namespace' && member !== ''
      ? { meaning: await this.exportOf(member, meaning.module), rest: '' }
      : { meaning, rest };
  }

  /** What a module exports under a name; `*` for all of it. */
  exportOf(name: string, module: Module): Promise<Meaning> {
    const known = this.#exports.get(module) ?? new Map<string, Promise<Meaning>>();
    this.#exports.set(module, known);
    const meaning = known.get(name) ?? this.#exportOf(name, module, new Set());
    known.set(name, meaning);
    return meaning;
  }

  /** All names that a module exports, sorted. */
  async exportsOf(module: Module): Promise<readonly string[]> {
    const names = new Set(module.exports.keys());
    for (const passedOn of await this.#starred(module)) {
      for (const name of passedOn.exports.keys()) if (name !== 'default') names.add(name);
    }
    return [...names].sort();
  }

  /** The modules whose names a module exports all of, directly or not. */
  async #starred(module: Module): Promise<ReadonlySet<Module>> {
    const found = new Set<Module>();
    const waiting = [module];
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      for (const specifier of one.stars) {
        const target = one.targets.get(specifier);
        if (target?.kind !== 'own') continue;
        const passedOn = await this.#program.read(target.file);
        if (!found.has(passedOn)) waiting.push(passedOn);
        found.add(passedOn);
      }
    }
    return found;
  }

  async #exportOf(name: string, module: Module, asked: Set<Module>): Promise<Meaning> {
    if (name === '*') return { kind: 'namespace', module };
    const exported = module.exports.get(name);
    if (exported) {
      return 'own' in exported
        ? this.meaningOf(exported.own, module)
        : this.#imported(exported.specifier, exported.name, module, asked);
    }
    // Of a module that is no ES module, all is one thing.
    const whole = module.exports.get('*');
    if (whole && 'own' in whole) return this.meaningOf(whole.own, module);
    for (const specifier of asked.has(module) ? [] : module.stars) {
      asked.add(module);
      const found = await this.#imported(specifier, name, module, asked);
      if (found.kind !== 'outside' || found.target.kind !== 'absent') return found;
    }
    return { kind: 'outside', target: ABSENT, specifier: name, name };
  }

  async #imported(specifier: string, name: string, module: Module, asked: Set<Module>): Promise<Meaning> {
    const target = module.targets.get(specifier) ?? ABSENT;
    if (target.kind !== 'own') return { kind: 'outside', target, specifier, name };
    const from = await this.#program.read(target.file);
    return asked.has(from)
      ? { kind: 'outside', target: ABSENT, specifier: name, name }
      : this.#exportOf(name, from, asked);
  }

  /** Name -> the statement that declares it first. */
  #statementsOf(module: Module): ReadonlyMap<string, Statement> {
    const known = this.#statements.get(module);
    if (known) return known;
    const statements = new Map<string, Statement>();
    for (const statement of module.statements) {
      for (const name of statement.names) if (!statements.has(name)) statements.set(name, statement);
    }
    this.#statements.set(module, statements);
    return statements;
  }
}

const ABSENT: Target = { kind: 'absent', candidates: [] };
