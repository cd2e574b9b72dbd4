import { type Hash, sha256 } from '../../../cache/hash.js';
import { type Meaning, Names } from '../program/names.js';
import type { Module, Program } from '../program/program.js';
import type { Load } from '../text/loads.js';
import type { Statement } from '../text/statement.js';
import { Influences } from './influence.js';
import type { Placed } from './reach.js';

/** What of a program a piece of code is. */
export interface Slice {
  /** Of its text in normal form. */
  readonly hash: Hash;
  /** The statements that it consists of, in the order of their modules and in these. */
  readonly statements: readonly Placed[];
  /** What it takes of others' code, each once: of own code's own names it has none. */
  readonly outside: readonly (Meaning & { readonly kind: 'outside' })[];
  /** What it loads while it runs, and where that is written. */
  readonly loads: readonly { readonly load: Load; readonly module: Module }[];
}

/**
 * Cuts out of a program all that can decide what a piece of it does, and nothing else.
 *
 * In it are
 *   - the piece, and whatever it refers to, from statement to statement and from module to module;
 *   - each statement that changes something, when its module loads, which one of those can see: a value that they refer to,
 *     or (as it calls a package, or sets a global) anything at all. It need not be in a module that the piece imports:
 *     Node evaluates all that the study imports.
 *
 * Statements that only define something are in no order, as they are evaluated to the same whatever theirs is: imports may
 * be sorted and functions moved. Where something is changed, the order counts of all that is computed.
 */
export class Slicer {
  readonly #program: Program;
  readonly #names: Names;
  readonly #influences: Influences;

  constructor(program: Program) {
    this.#program = program;
    this.#names = new Names(program);
    this.#influences = new Influences(this.#names, program);
  }

  /**
   * @param roots what the piece is: exports of modules; `*` for all of one.
   * @param evaluated the modules that are evaluated whoever asks, in order.
   */
  async slice(
    roots: readonly { readonly module: Module; readonly name: string }[],
    evaluated: readonly Module[],
  ): Promise<Slice> {
    const cut = new Cut(this.#program, this.#names);
    for (const { module, name } of roots) await cut.reach(await this.#names.exportOf(name, module), name);
    const modules = new Set(evaluated);
    for (let before = -1; before !== cut.size; ) {
      before = cut.size;
      for (const module of await this.#imported(cut)) modules.add(module);
      for (const module of modules) {
        for (const specifier of module.bare) await cut.bare(specifier, module);
        for (const statement of module.statements) {
          if (!cut.has(statement) && (await this.#matters(statement, module, cut)))
            await cut.effect({ module, statement });
        }
      }
    }
    for (const { statement, module } of cut.statements) {
      if (await this.#program.isCyclic(module)) cut.inCycles.add(statement);
      const influence = await this.#influences.of(statement, module);
      if (influence.anything || influence.changes.size > 0) cut.isOrdered = true;
      for (const text of influence.reads) cut.load({ kind: 'unknown', text }, module);
    }
    return cut.end([...modules]);
  }

  /** What a piece imports while it runs is evaluated then. */
  async #imported(cut: Cut): Promise<Module[]> {
    const modules: Module[] = [];
    for (const { load, module } of cut.loads) {
      const target = load.kind === 'module' ? module.targets.get(load.specifier) : undefined;
      if (target?.kind === 'own') modules.push(...(await this.#program.evaluated(target.file)));
    }
    return modules;
  }

  async #matters(statement: Statement, module: Module, cut: Cut): Promise<boolean> {
    const { anything, changes } = await this.#influences.of(statement, module);
    if (anything) return true;
    for (const [changed, where] of changes) {
      // What is changed itself may be a function that gets a property.
      if (cut.has(changed)) return true;
      for (const one of await this.#influences.reach({ statement: changed, module: where }))
        if (one.values.isState && cut.has(one)) return true;
    }
    return false;
  }
}

/** The statements that were reached so far, numbered in the order in which they were. */
class Cut {
  readonly #program: Program;
  readonly #names: Names;
  readonly #placed = new Map<Statement, Placed>();
  readonly #numbers = new Map<Statement, number>();
  readonly #texts: string[] = [];
  readonly #roots: string[] = [];
  readonly #outside = new Map<string, Meaning & { readonly kind: 'outside' }>();
  readonly loads: { readonly load: Load; readonly module: Module }[] = [];
  isOrdered = false;
  /** Those of modules that import one another. What such a statement computes may be made of what is not there yet. */
  readonly inCycles = new Set<Statement>();

  constructor(program: Program, names: Names) {
    this.#program = program;
    this.#names = names;
  }

  get size(): number {
    return this.#placed.size + this.#outside.size;
  }

  get statements(): Placed[] {
    return [...this.#placed.values()];
  }

  has(statement: Statement): boolean {
    return this.#placed.has(statement);
  }

  /** Takes up what a name stands for, as one of the things that the piece is. */
  async reach(meaning: Meaning, name: string): Promise<void> {
    this.#roots.push(`${name === '*' ? '' : 'export '}${await this.#written(meaning)}`);
    await this.#settle();
  }

  /** Takes up what changes something. */
  async effect(placed: Placed): Promise<void> {
    this.isOrdered = true;
    await this.add(placed);
  }

  async add(placed: Placed): Promise<void> {
    this.#number(placed);
    await this.#settle();
  }

  /** Takes up a package that is imported for what its evaluation changes. */
  async bare(specifier: string, module: Module): Promise<void> {
    const target = module.targets.get(specifier);
    if (target?.kind !== 'package') return;
    this.#outside.set(`bare ${specifier}`, { kind: 'outside', target, specifier, name: '' });
  }

  load(load: Load, module: Module): void {
    this.loads.push({ load, module });
  }

  end(modules: readonly Module[]): Slice {
    const order = [...new Set([...modules, ...this.statements.map(({ module }) => module)])];
    const statements = order.flatMap((module) =>
      module.statements.flatMap((statement) => this.#placed.get(statement) ?? []),
    );
    const sequence = this.#sequence(statements.map(({ statement }) => statement));
    const bare = [...this.#outside.keys()].filter((name) => name.startsWith('bare '));
    const text = JSON.stringify([this.#roots, this.#texts, sequence, bare]);
    return {
      hash: sha256(Buffer.from(text)),
      statements,
      outside: [...this.#outside.values()],
      loads: this.loads,
    };
  }

  /** The numbers of those whose order counts, in their order; of one alone there is none. */
  #sequence(statements: readonly Statement[]): number[] {
    const areInCycles = statements.some((one) => one.values.computes && this.inCycles.has(one));
    if (!this.isOrdered && !areInCycles) return [];
    const counting = statements.filter(
      (one) => one.values.computes || (areInCycles && one.values.isState && this.inCycles.has(one)),
    );
    return counting.length < 2 ? [] : counting.map((one) => this.#numbers.get(one)!);
  }

  readonly #waiting: Placed[] = [];

  #number(placed: Placed): number {
    const { statement } = placed;
    const known = this.#numbers.get(statement);
    if (known !== undefined) return known;
    this.#numbers.set(statement, this.#numbers.size);
    this.#placed.set(statement, placed);
    this.#waiting.push(placed);
    return this.#numbers.get(statement)!;
  }

  /** Writes the statements that were reached, which reaches others. */
  async #settle(): Promise<void> {
    for (let placed = this.#waiting.shift(); placed; placed = this.#waiting.shift()) {
      const { statement, module } = placed;
      const pieces: string[] = [];
      for (const [index, piece] of statement.normal.entries()) {
        if (index % 2 === 0) {
          pieces.push(piece);
          continue;
        }
        const { meaning, rest } = await this.#names.placeOf(piece, module);
        pieces.push(await this.#written(meaning), rest);
      }
      // Constants that the shortest text has in their place, say.
      for (const name of statement.refers) await this.#written(await this.#names.meaningOf(name, module));
      for (const load of statement.loads) {
        this.load(load, module);
        if (load.kind === 'module') pieces.push(await this.#writtenLoad(load.specifier, module));
      }
      this.#texts[this.#numbers.get(statement)!] = pieces.join('');
    }
  }

  async #writtenLoad(specifier: string, module: Module): Promise<string> {
    const target = module.targets.get(specifier);
    if (!target) return '';
    if (target.kind !== 'own') return this.#written({ kind: 'outside', target, specifier, name: '*' });
    return this.#written({ kind: 'namespace', module: await this.#program.read(target.file) });
  }

  async #written(meaning: Meaning, around: readonly Module[] = []): Promise<string> {
    switch (meaning.kind) {
      case 'statement': {
        const { module, statement, name } = meaning;
        return `@@${this.#number({ module, statement })}.${statement.names.indexOf(name)}`;
      }
      case 'outside': {
        const { target, specifier, name } = meaning;
        const source = target.kind === 'engine' ? 'restudy' : specifier.replace(/^node:/, '');
        if (target.kind === 'package') this.#outside.set(`${specifier} ${name}`, meaning);
        return `@@${JSON.stringify([source, name])}`;
      }
      case 'namespace': {
        const { module } = meaning;
        if (around.includes(module)) return '@@{}';
        const whole = module.exports.get('*');
        if (whole && 'own' in whole) return this.#written(await this.#names.meaningOf(whole.own, module));
        const members: string[] = [];
        for (const name of await this.#names.exportsOf(module)) {
          members.push(
            `${name}:${await this.#written(await this.#names.exportOf(name, module), [...around, module])}`,
          );
        }
        for (const specifier of module.stars) {
          const target = module.targets.get(specifier);
          if (target && target.kind !== 'own')
            members.push(await this.#written({ kind: 'outside', target, specifier, name: '*' }));
        }
        return `@@{${members.join()}}`;
      }
    }
  }
}
