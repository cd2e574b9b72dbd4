import type { Meaning, Names } from './names.js';
import type { Module } from './program.js';
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

interface Gathered {
  anything: boolean;
  changesGiven: boolean;
  readonly changes: Map<Statement, Module>;
  readonly reads: Set<string>;
}

/** Follows effects from module to module. */
export class Influences {
  readonly #names: Names;
  readonly #known = new Map<Statement, Promise<Influence>>();

  constructor(names: Names) {
    this.#names = names;
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
    for (const read of effects.reads) gathered.reads.add(read);
    for (const name of effects.changes) {
      if (name === '()') gathered.changesGiven = true;
      else this.#change(await this.#names.meaningOf(name, module), gathered);
    }
    for (const { root, path } of effects.methods) {
      // Methods of schemas make other schemas.
      if (!(await this.#isSchema(root, module)) || !harmless.isImport('zod', path)) gathered.anything = true;
    }
    for (const { name, given, isPassed = false } of effects.calls) {
      const called = await this.#called(name, module, isPassed);
      if (called === 'anything') gathered.anything = true;
      if (typeof called === 'string') continue;
      const inside: Gathered = { ...gathered, anything: false, changesGiven: false };
      await this.#follow(called.effects, called.module, inside, entered);
      gathered.anything ||= inside.anything;
      if (!inside.changesGiven) continue;
      for (const one of given) {
        if (one === '') gathered.anything = true;
        else if (one === '()') gathered.changesGiven = true;
        else this.#change(await this.#names.meaningOf(one, module), gathered);
      }
    }
  }

  async #called(
    name: string,
    module: Module,
    isPassed: boolean,
  ): Promise<{ readonly effects: Effects; readonly module: Module } | 'anything' | 'nothing'> {
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

  #change(meaning: Meaning, gathered: Gathered): void {
    if (meaning.kind === 'statement') gathered.changes.set(meaning.statement, meaning.module);
    // No own code changes a module from outside; what of a package it changes, others may see.
    if (meaning.kind === 'outside') gathered.anything = true;
  }
}
