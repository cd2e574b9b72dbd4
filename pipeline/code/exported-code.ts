import * as v from 'valibot';
import type { Slice } from './slice/slice.js';

/** A module of a package, `restudy/estimators` -> each of its exports -> the hash of that one's code. */
export const exportHashesSchema = v.record(v.string(), v.record(v.string(), v.string()));
export type ExportHashes = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Enough to tell versions of one piece of code apart, and to be read among the versions of packages. */
const HASH_DIGITS = 16;

export function isExported(specifier: string, exported: ExportHashes): boolean {
  return Object.hasOwn(exported, specifier);
}

/**
 * What code takes of modules whose exports are known one by one: `restudy/estimators svc` -> the hash of `svc`. An import
 * that does not say what it takes (`import * as`, `import()`, `export * from`) takes all.
 * Throws an Error for a name that is not exported.
 */
export function takenExports(outside: Slice['outside'], exported: ExportHashes): Record<string, string> {
  const taken = outside
    .filter(({ specifier }) => isExported(specifier, exported))
    .flatMap(({ specifier, name }) => {
      const all = exported[specifier]!;
      return (name === '*' ? Object.keys(all) : name === '' ? [] : [name]).map((one) => {
        const hash = Object.hasOwn(all, one) ? all[one] : undefined;
        if (hash === undefined) throw new Error(`${specifier} exports no "${one}".`);
        return [`${specifier} ${one}`, hash.slice(0, HASH_DIGITS)] as const;
      });
    });
  return Object.fromEntries(taken.sort(([a], [b]) => (a < b ? -1 : 1)));
}
