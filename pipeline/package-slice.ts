import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import * as z from 'zod';

const manifestSchema = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * The packages that some imports reach: the installed version of each one and of everything it depends on
 * in turn, as Node resolves them. Not the whole lockfile: a package that is not reached changes nothing.
 * Optional dependencies that are not installed are left out. Two versions of one package are both listed.
 *
 * @param imports module specifiers, such as `zod` or `lmdb/open`; Node's own modules are skipped.
 * @param folder the folder of the importing module.
 */
export function packageSlice(imports: readonly string[], folder: string): Record<string, string> {
  const versions = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const visit = (name: string, from: string, required: boolean) => {
    const home = findPackage(name, from);
    if (!home) {
      if (required) throw new Error(`The package "${name}", imported in ${from}, is not installed.`);
      return;
    }
    if (seen.has(home)) return;
    seen.add(home);
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')));
    versions.set(name, (versions.get(name) ?? new Set()).add(manifest.version));
    for (const dependency of Object.keys(manifest.dependencies)) {
      visit(dependency, home, !(dependency in manifest.optionalDependencies));
    }
    for (const dependency of Object.keys(manifest.optionalDependencies)) visit(dependency, home, false);
  };
  for (const specifier of imports) {
    if (!isBuiltin(specifier)) visit(packageName(specifier), folder, true);
  }
  return Object.fromEntries(
    [...versions]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, found]) => [name, [...found].sort().join(' ')]),
  );
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const home = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(home, 'package.json'))) return home;
    if (folder === path.dirname(folder)) return undefined;
  }
}
