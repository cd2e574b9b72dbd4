import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Hash, sha256 } from '../../../cache/hash.js';
import { digest } from '../../canonical.js';
import { isProofAt, stampAt } from '../../file-stamp.js';
import { isInstalled, packageFolder, resolve } from '../program/resolve.js';
import { isProgram } from '../text/transformed.js';

/** A package, and what of it is reached. */
interface Reached {
  /** Its folder, links followed. */
  readonly home: string;
  readonly files: Set<string>;
  /** Whether all of it counts, since it reaches for files in a way that cannot be told. */
  isWhole: boolean;
}

/** An import of own code that leads into a package. */
export interface PackageEntry {
  readonly specifier: string;
  readonly file: string;
}

/** The packages that some code reaches. */
export interface PackageContents {
  /** Name -> `version+hash`, of what is reached of it (its beginning); several where several are installed. */
  readonly packages: Readonly<Record<string, string>>;
  /** Those of them that may set globals as they are evaluated, or change the language's own objects. */
  readonly patching: readonly string[];
  /** All files and folders that this was read from, each with its stat. */
  readonly stamps: ReadonlyMap<string, string>;
  /** Whether the same stats later prove the same contents: nothing of it is too young, nor changed while it was read. */
  readonly isSettled: boolean;
}

/** Enough to tell contents apart, and to be read among versions. */
const HASH_DIGITS = 12;

/**
 * What packages are, by the content that is reached: the files that Node evaluates for some imports, wherever the package
 * manager put them, and of their packages the version. A package that reaches for its own files or others' in ways which
 * its text does not tell (`require(name)`, `__dirname`, a native addon) counts as all of its files, and so do the packages
 * that it declares to depend on.
 *
 * @param entries what own code imports: what it says, and the file that this leads to, absolute, links followed.
 * @param homes folders of projects that may load any package which they declare.
 */
export async function packageContents(
  entries: readonly PackageEntry[],
  homes: readonly string[] = [],
): Promise<PackageContents> {
  const reached = new Map<string, Reached>();
  const stamps = new Map<string, string>();
  const startedAtMs = Date.now();
  const of = (file: string): Reached => {
    const home = homeOf(file);
    const known = reached.get(home) ?? { home, files: new Set<string>(), isWhole: false };
    reached.set(home, known);
    return known;
  };
  for (const home of homes.flatMap(declaredBy)) of(path.join(home, 'package.json')).isWhole = true;
  const { files: all, edges } = await reachedFiles([...new Set(entries.map(({ file }) => file))]);
  for (const file of all) {
    const one = of(file);
    one.files.add(file);
    one.isWhole ||= reachesBeyond(file);
  }
  for (const one of reached.values()) {
    if (!one.isWhole) continue;
    for (const file of filesBelow(one.home)) one.files.add(file);
    for (const home of declaredBy(one.home)) of(path.join(home, 'package.json')).isWhole = true;
  }
  const texts = new Map<string, string[]>();
  const patching = new Set<string>();
  for (const { home, files } of reached.values()) {
    for (const place of [
      home,
      path.join(home, 'node_modules'),
      path.dirname(home),
      path.join(home, 'package.json'),
    ]) {
      stamps.set(place, stampAt(place));
    }
    const asked = entries.filter(({ file }) => homeOf(file) === home);
    const content = [...files].sort().map((file): [string, Hash, ...string[]] => {
      stamps.set(file, stampAt(file)).set(path.dirname(file), stampAt(path.dirname(file)));
      // Which file an import leads to is part of what it does: two may change places.
      return [inHome(file), sha256(readFileSync(file)), ...(edges.get(file) ?? []).sort()];
    });
    const { name, version } = manifestOf(home);
    if ([...files].some(isPatching)) patching.add(name);
    const text = `${version}+${digest('package', [content, asked.map(({ specifier, file }) => [specifier, inHome(file)]).sort()]).slice(0, HASH_DIGITS)}`;
    texts.set(name, [...(texts.get(name) ?? []), text]);
  }
  const named = [...texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, all]) => [name, all.sort().join(', ')]);
  const isSettled = [...stamps].every(
    ([place, stamp]) => stampAt(place) === stamp && isProofAt(place, startedAtMs),
  );
  const packages = Object.fromEntries(named) as Record<string, string>;
  return { packages, patching: [...patching], stamps, isSettled };
}

/** A file's path in its package. */
function inHome(file: string): string {
  return path.relative(homeOf(file), file).split(path.sep).join('/');
}

interface ReachedFiles {
  readonly files: ReadonlySet<string>;
  /** File -> where each of its imports leads. */
  readonly edges: ReadonlyMap<string, string[]>;
}

/** All files that Node evaluates for some of them, as far as imports are written. */
async function reachedFiles(entries: readonly string[]): Promise<ReachedFiles> {
  const { build } = await import('esbuild');
  const reached = new Set(entries);
  const edges = new Map<string, string[]>();
  const programs = entries.filter((file) => isProgram(path.extname(file)));
  if (programs.length === 0) return { files: reached, edges };
  await build({
    entryPoints: programs,
    bundle: true,
    write: false,
    outdir: path.parse(programs[0]!).root,
    platform: 'node',
    format: 'esm',
    target: 'esnext',
    logLevel: 'silent',
    tsconfigRaw: '{}',
    ignoreAnnotations: true,
    plugins: [
      {
        name: 'as Node resolves',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /.*/ }, ({ path: specifier, importer, kind }) => {
            if (kind === 'entry-point') return { path: specifier };
            const target = resolve(specifier, importer, kind.startsWith('require'));
            if (target.kind !== 'own' && target.kind !== 'package')
              return { path: specifier, external: true };
            reached.add(target.file);
            const { name, version } = manifestOf(homeOf(target.file));
            const edge = [specifier, name, version, inHome(target.file)].join(' ');
            edges.set(importer, [...(edges.get(importer) ?? []), edge]);
            return isProgram(path.extname(target.file))
              ? { path: target.file }
              : { path: specifier, external: true };
          });
          onLoad({ filter: /.*/ }, ({ path: file }) => ({
            contents: readFileSync(file, 'utf8'),
            loader: /\.[mc]?tsx?$/.test(file) ? 'ts' : 'js',
          }));
        },
      },
    ],
  }).catch(() => undefined);
  return { files: reached, edges };
}

/** Any load but of a literal, and whatever reads files. */
const BEYOND =
  /\b(__dirname|__filename|createRequire|child_process|worker_threads|dlopen|import\.meta|require\.resolve|readFile|readFileSync|createReadStream)\b|\b(?:require|import)\s*\(\s*(?!(['"])[^'"\n]*\2\s*[,)])|=\s*require\b(?!\s*\()|process\.binding/;

function reachesBeyond(file: string): boolean {
  return !isProgram(path.extname(file)) ? !file.endsWith('.json') : BEYOND.test(readFileSync(file, 'utf8'));
}

const BUILT_IN =
  '(?:Array|ArrayBuffer|BigInt|Boolean|Buffer|DataView|Date|Function|Intl|JSON|Map|Math|Number|Object|Promise|Reflect|RegExp|Set|String|Symbol|WeakMap|WeakSet|(?:Big)?(?:Ui|I)nt\\d+Array|Float\\d+Array)';
const MEMBER = '\\s*(?:\\.\\s*\\w+|\\[[^\\]\\n]+\\])';
/** `globalThis.x = …`, `Array.prototype.x = …`, `Object.defineProperty(String.prototype, …)`. */
const PATCHING = new RegExp(
  [
    `\\b(?:globalThis|global|${BUILT_IN}(?:\\.prototype)?)${MEMBER}\\s*(?:\\?\\?|\\|\\||&&)?=(?![=>])`,
    `\\b(?:definePropert(?:y|ies)|assign)\\(\\s*(?:globalThis|global|${BUILT_IN}(?:\\.prototype)?)\\s*,`,
  ].join('|'),
);

function isPatching(file: string): boolean {
  return isProgram(path.extname(file)) && PATCHING.test(readFileSync(file, 'utf8'));
}

/** `node_modules/name` or `node_modules/@scope/name`; of a linked package the folder with its package.json. */
function homeOf(file: string): string {
  if (!isInstalled(file)) return packageFolder(file);
  const parts = file.split(path.sep);
  const modules = parts.lastIndexOf('node_modules');
  return parts.slice(0, modules + (parts[modules + 1]?.startsWith('@') ? 3 : 2)).join(path.sep);
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly string[];
}

function manifestOf(home: string): Manifest {
  let said: Readonly<Record<string, unknown>> = {};
  try {
    said = (JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as typeof said | null) ?? {};
  } catch {
    // None, or one that Node cannot read either: then the package is its files.
  }
  const { name, version } = said;
  const [scope, inner] = home.split(path.sep).slice(-2);
  return {
    name: typeof name === 'string' ? name : scope?.startsWith('@') ? `${scope}/${inner}` : inner!,
    version: typeof version === 'string' ? version : '',
    dependencies: ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
      Object.keys((said[kind] as object | undefined) ?? {}),
    ),
  };
}

/** The folders of the packages that one declares to depend on, as far as they are installed. */
function declaredBy(home: string): string[] {
  return manifestOf(home).dependencies.flatMap((name) => {
    for (let folder = home; ; folder = path.dirname(folder)) {
      const place = path.join(folder, 'node_modules', name, 'package.json');
      const target = resolve(place, path.join(home, 'package.json'), true);
      if (target.kind === 'own' || target.kind === 'package') return [homeOf(target.file)];
      if (folder === path.dirname(folder)) return [];
    }
  });
}

/** All files of a package, without those of packages that lie in it. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return filesBelow(place);
    return statSync(place, { throwIfNoEntry: false })?.isFile() ? [place] : [];
  });
}
