import * as v from 'valibot';
import type { PackageImport } from './bundle-code.js';
import { identifiersIn } from './identifiers.js';
import { parseModule } from './syntax-tree.js';

/** A module of a package, `restudy/estimators` -> each of its exports -> the hash of that one's code. */
export const exportHashesSchema = v.record(v.string(), v.record(v.string(), v.string()));
export type ExportHashes = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Enough to tell versions of one piece of code apart, and to be read among the versions of packages. */
const HASH_DIGITS = 16;

/**
 * What code takes of modules whose exports are known one by one: `restudy/estimators svc` -> the hash of `svc`. An import
 * that does not say what it takes (`import * as`, `import()`, `export * from`) takes all.
 * @param text the code, bundled.
 */
export async function importedExports(
  text: string,
  imports: readonly PackageImport[],
  exported: ExportHashes,
): Promise<Record<string, string>> {
  const known = imports.filter(({ specifier }) => Object.hasOwn(exported, specifier));
  if (known.length === 0) return {};
  const named = await namedImports(text);
  const taken = known.flatMap(({ specifier, isStatement }) => {
    const all = exported[specifier]!;
    const names = (isStatement && named.get(specifier)) || Object.keys(all);
    return names.map((name) => {
      const hash = Object.hasOwn(all, name) ? all[name] : undefined;
      if (hash === undefined) throw new Error(`${specifier} exports no "${name}".`);
      return [`${specifier} ${name}`, hash.slice(0, HASH_DIGITS)] as const;
    });
  });
  return Object.fromEntries(taken.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Module -> the names that are imported from it; null where a statement takes it as a whole. */
async function namedImports(text: string): Promise<ReadonlyMap<string, readonly string[] | null>> {
  const imports = new Map<string, readonly string[] | null>();
  const add = (module: unknown, names: readonly string[] | null) => {
    const before = imports.get(String(module));
    imports.set(String(module), before === null || names === null ? null : [...(before ?? []), ...names]);
  };
  const program = await parseModule(text);
  const named = identifiersIn(program).places.map(({ name }) => name);
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      // The bundler leaves names in the statement that only dropped code used.
      const used = statement.specifiers.filter(
        ({ local }) => named.indexOf(local.name) !== named.lastIndexOf(local.name),
      );
      const names = used.map((one) =>
        one.type === 'ImportSpecifier'
          ? nameOf(one.imported)
          : one.type === 'ImportDefaultSpecifier'
            ? 'default'
            : null,
      );
      add(statement.source.value, names.includes(null) ? null : (names as string[]));
    } else if (statement.type === 'ExportAllDeclaration') {
      add(statement.source.value, null);
    } else if (statement.type === 'ExportNamedDeclaration' && statement.source) {
      add(
        statement.source.value,
        statement.specifiers.map(({ local }) => nameOf(local)),
      );
    }
  }
  return imports;
}

/** An import or export may be named by a string: `import { "a b" as ab }`. */
function nameOf(
  name:
    | { readonly type: 'Identifier'; readonly name: string }
    | { readonly type: 'Literal'; readonly value?: unknown },
): string {
  return name.type === 'Identifier' ? name.name : String(name.value);
}
