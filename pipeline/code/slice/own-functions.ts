import type { Module, Program } from '../program/program.js';
import type { Effects } from '../text/effects/effects.js';

/** A piece of own code that is called. */
export interface Called {
  readonly effects: Effects;
  readonly module: Module;
}

/** The functions of own code that are called by the name of a method, whatever has it. */
export class OwnFunctions {
  readonly #program: Program;
  #size = -1;
  #methods = new Map<string, (Called | null)[]>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** Looks at modules that were read meanwhile. Returns whether there were any. */
  async update(): Promise<boolean> {
    if (this.#size === this.#program.size) return false;
    this.#size = this.#program.size;
    this.#methods = new Map();
    for (const module of await this.#program.all()) {
      for (const { functions } of module.statements) {
        for (const [name, effects] of functions.methods) {
          const methods = this.#methods.get(name) ?? [];
          this.#methods.set(name, methods);
          methods.push(effects && { effects, module });
        }
      }
    }
    return true;
  }

  /** All that may be called by a name of whatever has it; null for what is not known. */
  named(method: string): readonly (Called | null)[] {
    return this.#methods.get(method) ?? [];
  }
}
