import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Message } from 'esbuild';
import { packageContents } from './packages/packages.js';
import { fileOfModule, type Module, Program } from './program/program.js';
import { contentHash } from './program/project-files.js';
import { isProgram } from './text/transformed.js';

/** All code that a module reaches, the engine left out. */
export type ReachedSources = {
  /**
   * The files that it is read from, and those that are looked for though they are not there: an import names no
   * file, but what one may be called. Absolute.
   */
  readonly files: readonly string[];
} & (
  | {
      /**
       * Says the same as long as no fingerprint of code in these files changes: comments, types and formatting are
       * gone. It may change where no fingerprint does: names of variables and exports that nothing uses are left in.
       */
      readonly text: string;
    }
  | { readonly faults: readonly SourceFault[] }
);

/** Why sources cannot be read. */
export interface SourceFault {
  readonly message: string;
  /** Where; null where nobody says. `line` and `column` count from 1. */
  readonly place: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly lineText: string;
  } | null;
}

/**
 * Reads a module and all that it imports, directly or not, and what it loads by names that are told.
 * @param url its URL.
 */
export async function readReached(url: string): Promise<ReachedSources> {
  const program = new Program();
  const files = new Set<string>();
  const faults: SourceFault[] = [];
  const texts: unknown[] = [];
  const packages = new Map<string, string>();
  const visited = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (visited.has(file)) return;
    visited.add(file);
    files.add(file);
    const module = await program.read(file).catch((error: unknown) => {
      faults.push(...faultsOf(error, file));
    });
    if (!module) return;
    texts.push([file, textOf(module)]);
    for (const [specifier, target] of module.targets) {
      if (target.kind === 'package' && !specifier.startsWith('restudy/'))
        packages.set(target.file, specifier);
      if (target.kind === 'own') {
        for (const name of namesOf(specifier, file)) files.add(name);
        await visit(target.file);
      }
      if (target.kind !== 'absent') continue;
      for (const candidate of target.candidates) files.add(candidate);
      if (module.requests.includes(specifier)) faults.push(unresolved(specifier, file));
    }
    for (const load of module.statements.flatMap(({ loads }) => loads)) {
      if (load.kind !== 'file' && load.kind !== 'program') continue;
      const place = fileURLToPath(new URL(load.specifier, pathToFileURL(file)));
      if (isProgram(path.extname(place))) await visit(place);
      files.add(place);
      texts.push([place, contentHash(place) ?? null]);
    }
  };
  await visit(fileOfModule(url));
  const { stamps } = await packageContents([...packages].map(([file, specifier]) => ({ file, specifier })));
  for (const [file] of stamps) if (path.extname(file) !== '') files.add(file);
  const all = [...files].sort();
  return faults.length > 0
    ? { files: all, faults }
    : { files: all, text: JSON.stringify([texts, [...stamps]]) };
}

function textOf({ statements, imports, exports, stars, requests }: Module): unknown {
  return [statements.map(({ readable }) => readable), [...imports], [...exports], stars, requests];
}

/** What an import may be called on the disk: TypeScript writes `./fit.js` where it means `fit.ts`. */
function namesOf(specifier: string, file: string): string[] {
  if (!specifier.startsWith('.')) return [];
  const place = path.resolve(path.dirname(file), specifier);
  return [place, place.replace(/\.js$/, '.ts')];
}

function unresolved(specifier: string, file: string): SourceFault {
  const lines = readFileSync(file, 'utf8').split('\n');
  const quoted = [`'${specifier}'`, `"${specifier}"`];
  const index = lines.findIndex((line) => quoted.some((text) => line.includes(text)));
  const lineText = lines[index] ?? '';
  const column = Math.max(...quoted.map((text) => lineText.indexOf(text))) + 1;
  return {
    message: `Could not resolve "${specifier}"`,
    place: index < 0 ? null : { file, line: index + 1, column, lineText },
  };
}

/** esbuild tells where in a text it failed; a file that is not there has no such place. */
function faultsOf(error: unknown, file: string): SourceFault[] {
  const { errors, message } = error as { readonly errors?: readonly Message[]; readonly message: string };
  if (!errors) return [{ message: message.includes(file) ? message : `${file}: ${message}`, place: null }];
  return errors.map(({ text, location }) => {
    if (!location) return { message: text, place: null };
    const { line, column, lineText } = location;
    return { message: text, place: { file, line, column: column + 1, lineText } };
  });
}
