import type { Meaning, Names } from '../program/names.js';
import type { Module } from '../program/program.js';
import type { Statement } from '../text/statement.js';

/** A statement and the module that it stands in. */
export interface Placed {
  readonly module: Module;
  readonly statement: Statement;
}

/** Says what statements can see: all that they refer to, and what was put into that. */
export class Reach {
  readonly #names: Names;
  readonly #filling: ReadonlyMap<Statement, readonly Placed[]>;
  readonly #known = new Map<Statement, Promise<ReadonlySet<Statement>>>();

  /** @param filling each statement -> those that may put what they can see into its values. */
  constructor(names: Names, filling: ReadonlyMap<Statement, readonly Placed[]>) {
    this.#names = names;
    this.#filling = filling;
  }

  of(placed: Placed): Promise<ReadonlySet<Statement>> {
    const known = this.#known.get(placed.statement) ?? this.#find(placed);
    this.#known.set(placed.statement, known);
    return known;
  }

  async #find(placed: Placed): Promise<ReadonlySet<Statement>> {
    const found = new Map([[placed.statement, placed]]);
    const add = (one: Placed) => found.set(one.statement, found.get(one.statement) ?? one);
    // What is found is gone through as well.
    for (const { statement, module } of found.values()) {
      for (const one of this.#filling.get(statement) ?? []) add(one);
      for (const name of statement.refers)
        await this.#addMeant(await this.#names.meaningOf(name, module), add);
    }
    return new Set(found.keys());
  }

  async #addMeant(meaning: Meaning, add: (one: Placed) => void): Promise<void> {
    if (meaning.kind === 'statement') add({ statement: meaning.statement, module: meaning.module });
    if (meaning.kind !== 'namespace') return;
    for (const name of await this.#names.exportsOf(meaning.module)) {
      const exported = await this.#names.exportOf(name, meaning.module);
      if (exported.kind !== 'namespace') await this.#addMeant(exported, add);
    }
  }
}
