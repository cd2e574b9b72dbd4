import type { Hash } from '../../../cache/hash.js';
import type { Effects } from './effects/effects.js';
import type { Load } from './loads.js';

/** A statement of a module's top level, as far as it matters to what depends on it. */
export interface Statement {
  /** The names of the top level that it declares; DEFAULT_NAME for a default export that has none. */
  readonly names: readonly string[];
  /** What people call it: what it declares, or `(statement)`. */
  readonly title: string;
  /** Its text as it is kept to explain changes: without types and comments. */
  readonly readable: string;
  /**
   * Its text in normal form, in pieces: its own variables, labels and private members numbered, and every other piece
   * (the second, the fourth, …) a name of the module's own or an import, to be written as what it stands for.
   */
  readonly normal: readonly string[];
  /** The names of the module's own that it refers to, and what it refers to of imports: `f`, `space.f`. */
  readonly refers: readonly string[];
  /** What happens when it is evaluated, as its module loads. */
  readonly evaluation: Effects;
  /** Its functions, and those of its values. */
  readonly functions: Functions;
  /** What its values are. */
  readonly values: Values;
  readonly loads: readonly Load[];
  /** The WebAssembly that it has as base64 text, which is kept by its hash. */
  readonly kernel?: { readonly name: string; readonly hash: Hash };
}

/** Functions of a statement -> what calling each may change. */
export interface Functions {
  /** Each function or class that it declares. */
  readonly calling: ReadonlyMap<string, Effects>;
  /** Each function that it declares which returns another one -> what calling that one may change. */
  readonly returned: ReadonlyMap<string, Effects>;
  /** Each method of classes and objects in it; null for something else that may be called by that name. */
  readonly methods: readonly (readonly [string, Effects | null])[];
}

/** What the values of a statement are, and come from. */
export interface Values {
  /** Whether there is more to its evaluation than making functions and constants. */
  readonly computes: boolean;
  /** Whether others might change the values that it declares. */
  readonly isState: boolean;
  /**
   * Each constant and function that it declares -> the names that its value, or what it returns, begins with: `z` of
   * `z.number().min(1)`. Without those whose values begin with none.
   */
  readonly beginnings: ReadonlyMap<string, readonly string[]>;
  /**
   * Each constant, function and class that it declares -> the names of what made its value, or what it returns; an empty one for
   * what its own text makes. Without those of which it is not known.
   */
  readonly makers: ReadonlyMap<string, readonly string[]>;
  /** The names of the module's own, or imported, that are there as it is evaluated: outside of its functions. */
  readonly holds: readonly string[];
}

export const DEFAULT_NAME = '__default__';
/** What a module that is no ES module is: all of it. */
export const WHOLE_NAME = '__module__';

/** A name that a module exports: one of its own, or another module's (`*` for all of that one). */
export type Export = { readonly own: string } | { readonly specifier: string; readonly name: string };

/** A module, taken apart. */
export interface ModuleText {
  /** What it imports, in the order in which it is evaluated. */
  readonly requests: readonly string[];
  /** Those that it takes nothing of: they are there for their effects. */
  readonly bare: readonly string[];
  /** Local name -> what is imported; `*` for all of it. */
  readonly imports: ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;
  readonly exports: ReadonlyMap<string, Export>;
  /** What it exports all names of. */
  readonly stars: readonly string[];
  readonly statements: readonly Statement[];
}
