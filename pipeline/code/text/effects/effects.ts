/** What running some code may change, of what lives on after it: as far as the text tells, and rather too much. */
export interface Effects {
  /**
   * Names of the module's own, or imported, whose values it may change; `f()` for what calling `f` comes to, `()` for what a
   * function is given, and what lives where it was made.
   */
  readonly changes: ReadonlySet<string>;
  /** Those of them into which it may put something that others have. */
  readonly fills: ReadonlySet<string>;
  /** Whether it may change anything at all: a global, the state of a package. */
  readonly anything: boolean;
  /** What of the module's own, or imported, it runs: `f`, or `space.f` of an import. Their effects are its too. */
  readonly calls: readonly Call[];
  /** Methods that it calls of values which begin with these names, where what they do depends on what the values are. */
  readonly methods: readonly Method[];
  /** Methods that it calls of values which may be of own classes. */
  readonly named: readonly Named[];
  /** Whether it calls what it is given. */
  readonly callsGiven: boolean;
  /**
   * What the language calls by itself once this has been run, of what it makes: accessors, conversions, iterators. Without
   * those that change nothing.
   */
  readonly implicit: readonly Implicit[];
  /** Whether it is run, or run on, by whoever goes through what it comes to: a generator. */
  readonly isLazy: boolean;
  /** What for the language may call something while this is run: see touches.ts. */
  readonly touches: readonly string[];
  /** Files that it reads by a name which the text does not tell, as they are written there. */
  readonly reads: readonly string[];
}

/** What the language calls by itself, and what for; an empty reason for any at all. */
export interface Implicit {
  readonly reason: string;
  readonly effects: Effects;
}

/** What is given to a call. */
export interface Given {
  /** The names whose values are given to it: `()` for what the caller was given, an empty one for any value. */
  readonly given: readonly string[];
  /** Those of them that it may call. */
  readonly handed: readonly string[];
  /** Functions that are given to it by their text, or within what is. */
  readonly inner?: readonly Effects[];
  /** Whether something is given to it that may be a function, which is not known by a name or by its text. */
  readonly isOpaque?: true;
}

export interface Call extends Given {
  readonly name: string;
  /** It is given to a call, which may run it, if it is a function. */
  readonly isPassed?: true;
  /** What it returns is called. */
  readonly isResult?: true;
}

/** A method that is called by its name of whatever has it, and what it may change. */
export interface Named extends Given {
  readonly method: string;
}

/** `schema.default(1)`, `integer().default(1)`: the name that it begins with, and the methods. */
export interface Method {
  /** Empty for an object that its own code made. */
  readonly root: string;
  readonly path: readonly string[];
}

/** What a module's imports are: local name -> specifier and the name there (`*` for all of it). */
export type ImportNames = ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;

/** What changes nothing. */
export const NOTHING: Effects = {
  changes: new Set(),
  fills: new Set(),
  anything: false,
  calls: [],
  methods: [],
  named: [],
  callsGiven: false,
  implicit: [],
  isLazy: false,
  touches: [],
  reads: [],
};
