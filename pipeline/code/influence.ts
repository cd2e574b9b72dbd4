import type { Meaning, Names } from './names.js';
import type { Module, Program } from './program.js';
import type { Effects } from './text/effects.js';
import { harmless } from './text/harmless.js';
import type { Statement } from './text/statement.js';

/** What evaluating a statement may change, all that it calls included. */
export interface Influence {
  /** Anything: a global, a package's state. */
  readonly anything: boolean;
  /** Statements whose values it may change, each with its module. */
  readonly changes: ReadonlyMap<Statement, Module>;
  /** Files that it reads, meanwhile, by names that the text does not tell. */
  readonly reads: readonly string[];
}

/** A piece of own code that is called. */
interface Called {
  readonly effects: Effects;
  readonly module: Module;
}

interface Gathered {
  anything: boolean;
  changesGiven: boolean;
  readonly changes: Map<Statement, Module>;
  readonly reads: Set<string>;
}

/** Follows effects from module to module. */
export class Influences {
  readonly #names: Names;
  readonly #program: Program;
  readonly #known = new Map<Statement, Promise<Influence>>();

  constructor(names: Names, program: Program) {
    this.#names = names;
    this.#program = program;
  }

  /** Of evaluating a statement as its module loads. */
  of(statement: Statement, module: Module): Promise<Influence> {
    const known = this.#known.get(statement) ?? this.#evaluating(statement, module);
    this.#known.set(statement, known);
    return known;
  }

  async #evaluating(statement: Statement, module: Module): Promise<Influence> {
    const gathered: Gathered = { anything: false, changesGiven: false, changes: new Map(), reads: new Set() };
    await this.#follow(statement.evaluation, module, gathered, new Set());
    // What it declares is not there before.
    gathered.changes.delete(statement);
    const { anything, changesGiven } = gathered;
    return { anything: anything || changesGiven, changes: gathered.changes, reads: [...gathered.reads] };
  }

  async #follow(effects: Effects, module: Module, gathered: Gathered, entered: Set<Effects>): Promise<void> {
    if (entered.has(effects)) return;
    entered.add(effects);
    gathered.anything ||= effects.anything;
    for (const { method, given } of effects.named) {
      for (const own of await this.#methods(method)) await this.#enter(own, given, module, gathered, entered);
    }
    for (const read of effects.reads) gathered.reads.add(read);
    for (const name of effects.changes) {
      if (name === '()') gathered.changesGiven = true;
      else await this.#change(await this.#names.meaningOf(name, module), gathered);
    }
    for (const { root, path } of effects.methods) {
      // Methods of schemas make other schemas.
      if (!(await this.#isSchema(root, module)) || !harmless.isImport('zod', path)) gathered.anything = true;
    }
    for (const { name, given, isPassed = false, isOpaque = false } of effects.calls) {
      const called = await this.#called(name, module, isPassed);
      if (called === 'anything') gathered.anything = true;
      if (typeof called === 'string') continue;
      if (called.effects.callsGiven && isOpaque) gathered.anything = true;
      await this.#enter(called, given, module, gathered, entered);
    }
  }

  /** What a call of own code changes, given values that the names `given` of a module stand for. */
  async #enter(
    called: Called,
    given: readonly string[],
    module: Module,
    gathered: Gathered,
    entered: Set<Effects>,
  ): Promise<void> {
    const inside: Gathered = { ...gathered, anything: false, changesGiven: false };
    await this.#follow(called.effects, called.module, inside, entered);
    gathered.anything ||= inside.anything;
    if (!inside.changesGiven) return;
    for (const one of given) {
      if (one === '') gathered.anything = true;
      else if (one === '()') gathered.changesGiven = true;
      else await this.#change(await this.#names.meaningOf(one, module), gathered);
    }
  }

  /** All methods of own code that have a name: nobody knows of what they are called. */
  async #methods(name: string): Promise<readonly Called[]> {
    const methods: Called[] = [];
    for (const module of await this.#program.all()) {
      for (const { methods: own } of module.statements) {
        for (const [method, effects] of own) if (method === name) methods.push({ effects, module });
      }
    }
    return methods;
  }

  async #called(name: string, module: Module, isPassed: boolean): Promise<Called | 'anything' | 'nothing'> {
    const [first = '', member] = name.split('.');
    const meaning = await this.#names.meaningOf(name, module);
    if (meaning.kind === 'outside') {
      if (meaning.target.kind === 'engine') return 'nothing';
      const path = [meaning.name, ...(member === undefined || meaning.name === member ? [] : [member])];
      return harmless.isImport(meaning.specifier, path) ? 'nothing' : 'anything';
    }
    const isSpace = module.imports.get(first)?.name === '*';
    // A method of a value: what it may change is said of the value.
    if (member !== undefined && !isSpace) return 'nothing';
    const effects = meaning.kind === 'statement' ? meaning.statement.calling.get(meaning.name) : undefined;
    if (effects && meaning.kind === 'statement') return { effects, module: meaning.module };
    return isPassed ? 'nothing' : 'anything';
  }

  /** Whether a name stands for a schema, or a function that returns one. */
  async #isSchema(name: string, module: Module, asked: ReadonlySet<string> = new Set()): Promise<boolean> {
    const meaning = await this.#names.meaningOf(name, module);
    if (meaning.kind === 'outside') return /^zod(\/|$)/.test(meaning.specifier);
    if (meaning.kind !== 'statement') return false;
    const place = `${meaning.module.file} ${meaning.name}`;
    const names = asked.has(place) ? [] : (meaning.statement.beginnings.get(meaning.name) ?? []);
    const inner = await Promise.all(
      names.map((one) => this.#isSchema(one, meaning.module, new Set([...asked, place]))),
    );
    return inner.length > 0 && inner.every(Boolean);
  }

  async #change(meaning: Meaning, gathered: Gathered): Promise<void> {
    if (meaning.kind === 'statement') gathered.changes.set(meaning.statement, meaning.module);
    // What of a package it changes, others may see.
    if (meaning.kind === 'outside') gathered.anything = true;
    if (meaning.kind !== 'namespace') return;
    for (const name of await this.#names.exportsOf(meaning.module)) {
      const exported = await this.#names.exportOf(name, meaning.module);
      if (exported.kind !== 'namespace') await this.#change(exported, gathered);
    }
  }
}
