import type { Meaning, Names } from '../program/names.js';
import type { Module, Program } from '../program/program.js';
import type { Call, Effects, Given, Method } from '../text/effects/effects.js';
import { harmless } from '../text/effects/harmless.js';
import { ITERATED, isTouched } from '../text/effects/touches.js';
import type { Statement } from '../text/statement.js';
import { Makers } from './makers.js';
import { type Called, OwnFunctions } from './own-functions.js';
import { type Placed, Reach } from './reach.js';

/** What evaluating a statement may change, all that it calls included. */
export interface Influence {
  /** Anything: a global, a package's state. */
  readonly anything: boolean;
  /** Statements whose values it may change, each with its module. */
  readonly changes: ReadonlyMap<Statement, Module>;
  /** Files that it reads, meanwhile, by names that the text does not tell. */
  readonly reads: readonly string[];
}

/** What running some code may do. */
interface Sum {
  anything: boolean;
  /** It changes what it is given, or what lives where it was made. */
  changesGiven: boolean;
  /** It calls what it is given. */
  callsGiven: boolean;
  readonly changes: Map<Statement, Module>;
  /** Those of them into which it may put what it can see. */
  readonly fills: Set<Statement>;
  readonly reads: Set<string>;
  /** What the language may run by itself from then on. */
  readonly implicit: Set<Implicit>;
  /** What for the language may call something meanwhile. */
  readonly touches: Set<string>;
}

interface Implicit {
  readonly reason: string;
  readonly running: Running;
}

/** What all modules together do as they load. */
interface Whole {
  /** What the language may call by itself -> the statements that make it. */
  readonly makers: ReadonlyMap<Implicit, ReadonlySet<Statement>>;
  readonly reach: Reach;
}

/** Code that runs other code. */
interface Running {
  readonly sum: Sum;
  readonly calls: {
    readonly to: Running;
    readonly ifChanged: Sum;
    readonly ifCalled: Sum;
    /** Functions that it is given. */
    readonly inner: readonly Running[];
  }[];
}

/** Follows effects from module to module. */
export class Influences {
  readonly #names: Names;
  readonly #makers: Makers;
  readonly #functions: OwnFunctions;
  readonly #program: Program;
  readonly #known = new Map<Statement, Influence>();
  #all: Promise<Whole> | undefined;
  readonly #running = new Map<Effects, Running>();
  #before: Promise<unknown> = Promise.resolve();

  constructor(names: Names, program: Program) {
    this.#names = names;
    this.#program = program;
    this.#makers = new Makers(names);
    this.#functions = new OwnFunctions(program);
  }

  /** Of evaluating a statement as its module loads. */
  of(statement: Statement, module: Module): Promise<Influence> {
    return this.#inTurn(() => this.#of(statement, module));
  }

  /** All that a statement can see. */
  reach(placed: Placed): Promise<ReadonlySet<Statement>> {
    return this.#inTurn(async () => (await this.#whole()).reach.of(placed));
  }

  /** One after the other: what is half known is not known. */
  #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = this.#before.then(ask);
    this.#before = answer.catch(() => {});
    return answer;
  }

  async #of(statement: Statement, module: Module): Promise<Influence> {
    // A method of a module that was read since may be what is called.
    if (await this.#functions.update()) {
      this.#known.clear();
      this.#running.clear();
      this.#all = undefined;
    }
    const influence = this.#known.get(statement) ?? (await this.#evaluating(statement, module));
    this.#known.set(statement, influence);
    return influence;
  }

  async #evaluating(statement: Statement, module: Module): Promise<Influence> {
    const { evaluation, values, refers } = statement;
    // What it changes of what it is given is its own: a class's, as it is made.
    const sum = await this.#sum({ effects: evaluation, module });
    const { makers, reach } = await this.#whole();
    const seen =
      values.computes && makers.size > 0 ? await reach.of({ statement, module }) : new Set<Statement>();
    const touches = new Set(sum.touches);
    for (const [{ reason, running }, from] of values.computes ? makers : []) {
      if (!isTouched(reason, touches) || ![...from].some((one) => seen.has(one))) continue;
      add(sum, running.sum);
      sum.anything ||= running.sum.callsGiven;
      if (running.sum.changesGiven) for (const name of refers) add(sum, await this.#change(name, module));
    }
    // What it declares is not there before.
    sum.changes.delete(statement);
    return { anything: sum.anything || sum.callsGiven, changes: sum.changes, reads: [...sum.reads] };
  }

  #whole(): Promise<Whole> {
    this.#all ??= this.#lookAtAll();
    return this.#all;
  }

  async #lookAtAll(): Promise<Whole> {
    const filling = new Map<Statement, Placed[]>();
    const makers = new Map<Implicit, Set<Statement>>();
    for (const module of await this.#program.all()) {
      for (const statement of module.statements) {
        const { fills, implicit } = await this.#sum({ effects: statement.evaluation, module });
        // What is run makes more of it, and fills more.
        for (const { running } of implicit) for (const one of running.sum.implicit) implicit.add(one);
        for (const one of implicit) makers.set(one, (makers.get(one) ?? new Set()).add(statement));
        const filled = new Set([...fills, ...[...implicit].flatMap(({ running }) => [...running.sum.fills])]);
        for (const one of filled) filling.set(one, [...(filling.get(one) ?? []), { module, statement }]);
      }
    }
    return { makers, reach: new Reach(this.#names, filling) };
  }

  /** What some code does and all that it runs, which may run it again. */
  async #sum(called: Called): Promise<Sum> {
    const found = new Set<Running>();
    const running = await this.#run(called, found);
    for (let isNew = true; isNew; ) {
      isNew = false;
      for (const { sum, calls } of found) {
        for (const { to, ifChanged, ifCalled, inner } of calls) {
          isNew = add(sum, to.sum) || isNew;
          if (to.sum.changesGiven) isNew = fill(sum, ifChanged) || add(sum, ifChanged, true) || isNew;
          if (!to.sum.callsGiven) continue;
          isNew = add(sum, ifCalled, true) || isNew;
          for (const one of inner) {
            isNew = add(sum, one.sum) || isNew;
            if (one.sum.changesGiven) isNew = fill(sum, ifChanged) || add(sum, ifChanged, true) || isNew;
            if (one.sum.callsGiven && !sum.anything) isNew = sum.anything = true;
          }
        }
      }
    }
    return copied(running.sum);
  }

  /** @param found what was not known before, all that it runs included. */
  async #run({ effects, module }: Called, found: Set<Running>): Promise<Running> {
    const known = this.#running.get(effects);
    if (known) return known;
    const running: Running = { sum: nothing(), calls: [] };
    this.#running.set(effects, running);
    found.add(running);
    const { sum } = running;
    sum.anything = effects.anything;
    sum.callsGiven = effects.callsGiven;
    for (const reason of effects.touches) sum.touches.add(reason);
    for (const read of effects.reads) sum.reads.add(read);
    if (effects.isLazy) sum.implicit.add({ reason: ITERATED, running });
    for (const { reason, effects: implicit } of effects.implicit)
      sum.implicit.add({ reason, running: await this.#run({ effects: implicit, module }, found) });
    for (const name of effects.changes) add(sum, await this.#change(name, module), true);
    for (const name of effects.fills) fill(sum, await this.#change(name, module));
    for (const method of effects.methods) sum.anything ||= !(await this.#isKnown(method, module));
    const call = async (to: Running, given: Given, ...more: readonly string[]) => {
      const inner: Running[] = [];
      for (const one of given.inner ?? []) inner.push(await this.#run({ effects: one, module }, found));
      // What it has itself may be what it calls them with.
      running.calls.push({
        to,
        inner,
        ifChanged: await this.#changed([...given.given, ...more], module),
        ifCalled: await this.#handed(given, module),
      });
    };
    for (const { method, ...given } of effects.named) {
      for (const own of this.#functions.named(method))
        if (own) await call(await this.#run(own, found), given);
    }
    for (const one of effects.calls) {
      const called = one.name === '' ? 'nothing' : await this.#called(one, module);
      if (called === 'anything') sum.anything = true;
      else if (called === 'nothing') {
        if (one.name === '') await call(ANYBODY, one);
      } else {
        const isMore = called.isMade === true || (one.inner?.length ?? 0) > 0;
        await call(await this.#run(called, found), one, ...(isMore ? [one.name] : []));
      }
    }
    return running;
  }

  async #changed(names: readonly string[], module: Module): Promise<Sum> {
    const sum = nothing();
    for (const name of names) add(sum, await this.#change(name, module), true);
    return sum;
  }

  /** What comes of changing the value of a name: see `Effects.changes`. */
  async #change(name: string, module: Module): Promise<Sum> {
    const sum = nothing();
    if (name === '') sum.anything = true;
    else if (name === '()') sum.changesGiven = true;
    else if (name.endsWith('()') && !(await this.#makers.isOwn(name.slice(0, -2), module)))
      sum.anything = true;
    else await this.#changeOf(await this.#names.meaningOf(name.replace('()', ''), module), sum);
    return sum;
  }

  async #changeOf(meaning: Meaning, sum: Sum): Promise<void> {
    if (meaning.kind === 'statement') {
      const { statement, module } = meaning;
      sum.changes.set(statement, module);
      sum.anything ||= await this.#makers.isOfPackage(statement, module);
    }
    // What of a package it changes, others may see.
    if (meaning.kind === 'outside') sum.anything = true;
    if (meaning.kind !== 'namespace') return;
    for (const name of await this.#names.exportsOf(meaning.module)) {
      const exported = await this.#names.exportOf(name, meaning.module);
      if (exported.kind !== 'namespace') await this.#changeOf(exported, sum);
    }
  }

  /** What comes of calling whatever is given. */
  async #handed({ handed, isOpaque }: Given, module: Module): Promise<Sum> {
    const sum = nothing();
    sum.anything = isOpaque === true;
    for (const name of handed) {
      if (name === '()') sum.callsGiven = true;
      else sum.anything ||= !(await this.#isRunOrData(name, module));
    }
    return sum;
  }

  /** Whether a name stands for a function of own code, which is run where it is given to somebody, or for none at all. */
  async #isRunOrData(name: string, module: Module): Promise<boolean> {
    const meaning = await this.#names.meaningOf(name, module);
    if (meaning.kind === 'outside') return meaning.target.kind === 'engine';
    if (meaning.kind === 'namespace') return true;
    const { values, functions } = meaning.statement;
    if (functions.calling.has(meaning.name) || !values.computes) return true;
    return (await this.#returned(meaning)) !== undefined || this.#makers.isOwn(meaning.name, meaning.module);
  }

  /** Whether a method changes no more than is said of own code's methods by its name. */
  async #isKnown({ root, path }: Method, module: Module): Promise<boolean> {
    // Methods of schemas make other schemas.
    if (root !== '' && (await this.#makers.isSchema(root, module))) return harmless.isImport('zod', path);
    const [method, another] = path;
    // A function of a module that another one passes on as one object: what it does is said of the call.
    const isSpace = root !== '' && (await this.#names.meaningOf(root, module)).kind === 'namespace';
    if (isSpace && another === undefined) return true;
    const methods = method === undefined || another !== undefined ? [] : this.#functions.named(method);
    if (methods.length === 0 || methods.includes(null)) return false;
    return root === '' || this.#makers.isOwn(root, module);
  }

  /** `isMade` for a function that another one made, and that has what lives where it was made. */
  async #called(
    { name, isPassed, isResult }: Call,
    module: Module,
  ): Promise<(Called & { readonly isMade?: true }) | 'anything' | 'nothing'> {
    const [first = '', member] = name.split('.');
    const meaning = await this.#names.meaningOf(name, module);
    if (meaning.kind === 'outside') {
      if (meaning.target.kind === 'engine') return 'nothing';
      const path = [meaning.name, ...(member === undefined || meaning.name === member ? [] : [member])];
      return harmless.isImport(meaning.specifier, path) ? 'nothing' : 'anything';
    }
    const isSpace = member !== undefined && (await this.#names.meaningOf(first, module)).kind === 'namespace';
    // A method of a value: what it may change is said of the value.
    if (member !== undefined && !isSpace) return 'nothing';
    if (meaning.kind !== 'statement') return isPassed ? 'nothing' : 'anything';
    const { functions } = meaning.statement;
    const effects = (isResult ? functions.returned : functions.calling).get(meaning.name);
    if (effects) return { effects, module: meaning.module };
    const returned = isResult ? undefined : await this.#returned(meaning);
    return returned ? { ...returned, isMade: true } : isPassed ? 'nothing' : 'anything';
  }

  /** The function that a constant holds which another function returned. */
  async #returned({
    statement,
    module,
    name,
  }: Meaning & { readonly kind: 'statement' }): Promise<Called | undefined> {
    const [maker, another] = statement.values.makers.get(name) ?? [];
    if (!maker || another !== undefined) return undefined;
    const meaning = await this.#names.meaningOf(maker, module);
    const effects =
      meaning.kind === 'statement' ? meaning.statement.functions.returned.get(meaning.name) : undefined;
    return effects && meaning.kind === 'statement' ? { effects, module: meaning.module } : undefined;
  }
}

function nothing(): Sum {
  return {
    anything: false,
    changesGiven: false,
    callsGiven: false,
    changes: new Map(),
    fills: new Set(),
    reads: new Set(),
    implicit: new Set(),
    touches: new Set(),
  };
}

/** Somebody else's code, which may call what it is given. */
const ANYBODY: Running = { sum: { ...nothing(), callsGiven: true }, calls: [] };

function copied({ changes, fills, reads, implicit, touches, ...others }: Sum): Sum {
  return {
    ...others,
    changes: new Map(changes),
    fills: new Set(fills),
    reads: new Set(reads),
    implicit: new Set(implicit),
    touches: new Set(touches),
  };
}

/**
 * Adds what other code does; what that does with what it is given only if it is given the same. Returns whether that says
 * anything new.
 */
function add(sum: Sum, other: Sum, isGivenTheSame = false): boolean {
  const { anything, changesGiven, callsGiven } = sum;
  const size = () =>
    sum.changes.size + sum.fills.size + sum.reads.size + sum.implicit.size + sum.touches.size;
  const before = size();
  sum.anything ||= other.anything;
  for (const [statement, module] of other.changes) sum.changes.set(statement, module);
  for (const one of other.fills) sum.fills.add(one);
  for (const read of other.reads) sum.reads.add(read);
  for (const one of other.implicit) sum.implicit.add(one);
  for (const reason of other.touches) sum.touches.add(reason);
  if (isGivenTheSame) {
    sum.changesGiven ||= other.changesGiven;
    sum.callsGiven ||= other.callsGiven;
  }
  return (
    size() > before ||
    anything !== sum.anything ||
    changesGiven !== sum.changesGiven ||
    callsGiven !== sum.callsGiven
  );
}

/** Adds that something is put into what other code changes. Returns whether that says anything new. */
function fill(sum: Sum, { changes }: Sum): boolean {
  const before = sum.fills.size;
  for (const statement of changes.keys()) sum.fills.add(statement);
  return sum.fills.size > before;
}
