import type { Meaning, Names } from '../program/names.js';
import type { Module } from '../program/program.js';
import type { Statement } from '../text/statement.js';

const ZOD = /^zod(\/|$)/;

/** What made the values that names stand for. */
export class Makers {
  readonly #names: Names;
  readonly #ofPackages = new Map<Statement, Promise<boolean>>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** Whether a name stands for a schema, or a function that returns one. */
  async isSchema(name: string, module: Module, asked: ReadonlySet<string> = new Set()): Promise<boolean> {
    const meaning = await this.#names.meaningOf(name, module);
    if (meaning.kind === 'outside') return ZOD.test(meaning.specifier);
    if (meaning.kind !== 'statement') return false;
    const place = placeOf(meaning);
    const names = asked.has(place) ? [] : (meaning.statement.values.beginnings.get(meaning.name) ?? []);
    const inner = await Promise.all(
      names.map((one) => this.isSchema(one, meaning.module, new Set([...asked, place]))),
    );
    return inner.length > 0 && inner.every(Boolean);
  }

  /** Whether a name stands for something that own code made, or a function or class that makes such. */
  async isOwn(name: string, module: Module, asked: ReadonlySet<string> = new Set()): Promise<boolean> {
    const meaning = await this.#names.meaningOf(name, module);
    if (meaning.kind !== 'statement') return false;
    const place = placeOf(meaning);
    const makers = asked.has(place) ? [] : (meaning.statement.values.makers.get(meaning.name) ?? []);
    const inner = await Promise.all(
      makers.map((one) => one === '' || this.isOwn(one, meaning.module, new Set([...asked, place]))),
    );
    return inner.length > 0 && inner.every(Boolean);
  }

  /** Whether the value of a statement may be, or hold, one that belongs to a package: others may see it change. */
  isOfPackage(statement: Statement, module: Module): Promise<boolean> {
    const known = this.#ofPackages.get(statement) ?? this.#isOfPackage(statement, module);
    this.#ofPackages.set(statement, known);
    return known;
  }

  async #isOfPackage(statement: Statement, module: Module): Promise<boolean> {
    const seen = new Map<Statement, boolean>();
    const waiting = [{ statement, module, isCalled: false }];
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const before = seen.get(one.statement);
      if (before === true || before === one.isCalled) continue;
      seen.set(one.statement, one.isCalled);
      // What a call comes to may be anything that the function can see.
      const names = one.isCalled ? one.statement.refers : one.statement.values.holds;
      const called = new Set(one.statement.evaluation.calls.map(({ name }) => name));
      for (const name of names) {
        const meaning = await this.#names.meaningOf(name, one.module);
        if (meaning.kind === 'outside' && meaning.target.kind === 'package' && !ZOD.test(meaning.specifier))
          return true;
        if (meaning.kind === 'statement')
          waiting.push({ ...meaning, isCalled: one.isCalled || called.has(name) });
      }
    }
    return false;
  }
}

function placeOf({ module, name }: Meaning & { readonly kind: 'statement' }): string {
  return `${module.file} ${name}`;
}
