/**
 * Something whose behaviour can change a result: a stage, or an estimator that a study hands to a stage.
 * Its fingerprint is that of its module and of the pieces of code it is made of.
 */
export interface Coded {
  /** Unique among the stages and among the estimators of a study. */
  readonly name: string;
  /** The `import.meta.url` of the module that defines it. */
  readonly module: string;
  /** Further code that it was put together from, in other modules. */
  readonly parts?: readonly Coded[];
}

/** A piece of code and everything it was put together from. */
export function withParts(coded: Coded): Coded[] {
  return [coded, ...(coded.parts ?? []).flatMap(withParts)];
}
