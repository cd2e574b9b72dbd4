import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { moduleResolve } from 'import-meta-resolve';

/** What a specifier means in a file. */
export type Target =
  /** Code of the study's own: a file that is none of an installed package's, wherever links lead. */
  | { readonly kind: 'own'; readonly file: string }
  /** The engine, whose code is in no fingerprint: what it contributes has a version of its own (FORMAT in key.ts). */
  | { readonly kind: 'engine' }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'package'; readonly specifier: string; readonly file: string }
  /** It is not there, where Node looks for it. `candidates` are the files that it would be. */
  | { readonly kind: 'absent'; readonly candidates: readonly string[] };

/** As Node 20.19 and later resolve an import; what others add to them is for other programs. */
const CONDITIONS = new Set(['node', 'import', 'module-sync', 'node-addons', ...givenConditions()]);

/** `--conditions=name`, as Node was given it. */
function givenConditions(): string[] {
  const words = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  return words.flatMap((word, index) => {
    if (word === '-C' || word === '--conditions') return words[index + 1] ?? [];
    return word.startsWith('--conditions=') ? word.slice('--conditions='.length) : [];
  });
}

/** Where this runs from its sources, the engine is a folder of them that others import by relative paths. */
const ENGINE = import.meta.url.endsWith('.ts')
  ? fileURLToPath(new URL('../../', import.meta.url))
  : undefined;

/** TypeScript names what a file will be compiled to. */
const COMPILED_FROM: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
};

/**
 * Resolves a specifier as Node does, and TypeScript's loaders.
 * @param file the importing file, absolute and without links.
 * @param isRequired whether `require` asks for it.
 */
export function resolve(specifier: string, file: string, isRequired: boolean): Target {
  if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier };
  if (specifier === 'restudy') return { kind: 'engine' };
  if (/^(\.{1,2}(\/|$)|\/|file:)/.test(specifier)) return relative(specifier, file, isRequired);
  if (specifier.startsWith('restudy/'))
    return { kind: 'package', specifier, file: bare(specifier, file, false) ?? '' };
  if (/^[a-z]+:/.test(specifier)) return { kind: 'absent', candidates: [] };
  const found = bare(specifier, file, isRequired);
  return found === undefined ? { kind: 'absent', candidates: [] } : placed(specifier, found);
}

function relative(specifier: string, file: string, isRequired: boolean): Target {
  const place = specifier.startsWith('file:')
    ? fileURLToPath(specifier)
    : path.resolve(path.dirname(file), decoded(specifier, isRequired));
  const { dir, name, ext } = path.parse(place);
  const candidates = [
    place,
    ...(COMPILED_FROM[ext] ?? []).map((extension) => path.join(dir, name + extension)),
  ];
  const found =
    candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile()) ??
    (isRequired ? bare(specifier, file, true) : undefined);
  return found === undefined ? { kind: 'absent', candidates } : placed(specifier, realpathSync(found), file);
}

/** An import's specifier is a URL, that of `require` a path. */
function decoded(specifier: string, isRequired: boolean): string {
  if (isRequired) return specifier;
  const [place = ''] = specifier.split(/[?#]/);
  try {
    return decodeURIComponent(place);
  } catch {
    return place;
  }
}

function bare(specifier: string, file: string, isRequired: boolean): string | undefined {
  try {
    if (isRequired) return realpathSync(createRequire(file).resolve(specifier));
    return fileURLToPath(moduleResolve(specifier, pathToFileURL(file), CONDITIONS));
  } catch {
    return undefined;
  }
}

function placed(specifier: string, file: string, from?: string): Target {
  if (ENGINE && file.startsWith(ENGINE) && !from?.startsWith(ENGINE)) return { kind: 'engine' };
  // What a package imports of itself is that package's, and so is what own code reaches in there by a path.
  return isInstalled(file) && !(from && isInstalled(from))
    ? { kind: 'package', specifier, file }
    : { kind: 'own', file };
}

/** Whether a file, links followed, is one that a package manager put there: an installed package's. */
export function isInstalled(file: string): boolean {
  return file.split(path.sep).includes('node_modules');
}

/** The folder of the package that a file belongs to; its own folder if there is none. */
export function packageFolder(file: string): string {
  for (let folder = path.dirname(file); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
  }
  return path.dirname(file);
}

/** What a package calls itself: its folder may be called anything. */
export function packageName(folder: string): string {
  try {
    const { name } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      readonly name?: unknown;
    };
    return typeof name === 'string' ? name : 'the project';
  } catch {
    return 'the project';
  }
}
