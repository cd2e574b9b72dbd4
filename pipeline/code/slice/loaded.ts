import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Hash, sha256 } from '../../../cache/hash.js';
import type { Code } from '../../../cache/record.js';
import type { Module, Program } from '../program/program.js';
import { contentHash, folderHash } from '../program/project-files.js';
import { packageFolder, packageName } from '../program/resolve.js';
import type { Load } from '../text/loads.js';
import { isProgram } from '../text/transformed.js';
import type { Slice, Slicer } from './slice.js';

/** What a piece of code reaches while it runs, beyond what it imports, and what that is now. */
export interface ReachedWhileRunning {
  /** What people call it -> the beginning of its hash: `lib/by.txt`, `$FACTOR`, `all files of study`. */
  readonly loads: Readonly<Record<string, string>>;
  /** What of it cannot be told: the code that loads it, as it is written and where. */
  readonly coarse: NonNullable<Code['coarse']>;
  /** Programs that it starts, each all of what that evaluates. */
  readonly programs: readonly Slice[];
  /** Folders of projects whose code may load any package that they declare. */
  readonly homes: readonly string[];
  /** The files that were looked at, absolute. */
  readonly files: readonly string[];
}

const HASH_DIGITS = 16;
const NOT_THERE = 'not there';

/**
 * Looks at all that a slice loads.
 * @param study the file that wires the study: what nobody can tell may be any file of its project.
 */
export async function reachedWhileRunning(
  { loads }: Slice,
  program: Program,
  slicer: Slicer,
  study: string | undefined,
): Promise<ReachedWhileRunning> {
  const projects = study === undefined ? [] : [packageFolder(study)];
  const found: Record<string, string> = {};
  const coarse = new Map<string, NonNullable<Code['coarse']>[number]>();
  const note = (why: 'unknown-load' | 'whole-environment', code: string) =>
    coarse.set(`${why} ${code}`, { why, code });
  const programs: Slice[] = [];
  const files = new Set<string>();
  const homes = new Set<string>();
  const short = (hash: Hash | undefined) => hash?.slice(0, HASH_DIGITS) ?? NOT_THERE;
  const named = new Map<string, string>();
  // Two projects may be called the same, as those are that have no name.
  const nameOf = (home: string): string => {
    const name = named.get(home) ?? unlike(packageName(home), [...named.values()]);
    named.set(home, name);
    return name;
  };
  const started = new Set<string>();
  const start = async (file: string): Promise<Hash | undefined> => {
    const module = await program.read(file).catch(() => undefined);
    if (!module) return undefined;
    const slice = await slicer.slice([{ module, name: '*' }], await program.evaluated(file));
    if (started.has(file)) return slice.hash;
    started.add(file);
    programs.push(slice);
    for (const inner of slice.loads) await look(inner.load, inner.module);
    return slice.hash;
  };
  const seen = new Set<string>();
  const look = async (load: Load, module: Module): Promise<void> => {
    const name = JSON.stringify([load, module.file]);
    if (seen.has(name)) return;
    seen.add(name);
    const home = packageFolder(module.file);
    switch (load.kind) {
      case 'module':
        return;
      case 'variable': {
        const { name: variable } = load;
        if (variable === undefined) note('whole-environment', `process.env in ${inHome(module.file, home)}`);
        const value = variable === undefined ? allVariables() : process.env[variable];
        found[variable === undefined ? 'all environment variables' : `$${variable}`] =
          value === undefined ? 'not set' : short(sha256(Buffer.from(`${variable}=${value}`)));
        return;
      }
      case 'unknown': {
        note('unknown-load', `${load.text} in ${inHome(module.file, home)}`);
        for (const one of new Set([home, ...projects])) {
          homes.add(one);
          found[`all files of ${nameOf(one)}`] = short(folderHash(one));
        }
        return;
      }
      case 'named':
        if (isFile(load.path)) found[load.path] = short(contentHash(path.resolve(load.path)));
        files.add(path.resolve(load.path));
        return;
      case 'path': {
        const place = path.resolve(load.path);
        files.add(place);
        found[load.path] = short(contentHash(place));
        return;
      }
      default: {
        const place = fileURLToPath(new URL(load.specifier, pathToFileURL(module.file)));
        files.add(place);
        const code = isProgram(path.extname(place)) ? await start(place) : undefined;
        const content = load.kind === 'file' || !code ? contentHash(place) : undefined;
        found[inHome(place, home)] =
          [...(content ? [short(content)] : []), ...(code ? [short(code)] : [])].join(' ') || NOT_THERE;
      }
    }
  };
  for (const { load, module } of loads) await look(load, module);
  return {
    loads: found,
    coarse: [...coarse.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
    programs,
    homes: [...homes].sort(),
    files: [...files],
  };
}

function isFile(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isFile() ?? false;
}

function unlike(name: string, others: readonly string[]): string {
  return others.includes(name) ? unlike(`${name}, another one`, others) : name;
}

function inHome(file: string, home: string): string {
  return path.relative(home, file).split(path.sep).join('/');
}

function allVariables(): string {
  return JSON.stringify(Object.entries(process.env).sort(([a], [b]) => (a < b ? -1 : 1)));
}
