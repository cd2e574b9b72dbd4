/** What a class is called, given its label. */
export type ClassNamer = (label: number) => string;

/**
 * Calls classes by their names where the data has names, which labels then count from 0 (stages/data/table/encode-labels.ts), and
 * others by their labels.
 */
export function classNamer(classNames: readonly string[] | undefined): ClassNamer {
  return (label) => classNames?.[label] ?? String(label);
}
