import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Code } from '../../cache/record.js';
import { digest } from '../canonical.js';
import { RestudyError } from '../errors.js';
import { stampAt } from '../file-stamp.js';
import { type Coded, isVouchedFor, type Piece } from '../study/coded.js';
import { type ExportHashes, isExported, takenExports } from './exported-code.js';
import { type Fingerprints, fingerprints, type PieceFingerprints } from './fingerprint.js';
import { keptSource } from './kept-slice.js';
import type { KeptSource } from './kept-source.js';
import { rememberedContents } from './packages/package-memory.js';
import type { PackageContents, PackageEntry } from './packages/packages.js';
import { fileOfModule, type Module, Program } from './program/program.js';
import { isInstalled } from './program/resolve.js';
import { type MemoryStore, TextMemory } from './program/text-memory.js';
import { reachedWhileRunning } from './slice/loaded.js';
import { type Slice, Slicer } from './slice/slice.js';
import { isProgram } from './text/transformed.js';

/** How sources are looked at. */
export interface SourceOptions {
  /** The URL of the module that wires the study; the program that was started, unless given. */
  readonly study?: string | undefined;
  /**
   * When this process loaded the sources, in ms since 1970; when it started, unless given. A file that was changed since
   * is refused, for the code that runs would not be the code on the disk.
   */
  readonly loadedAtMs?: number | undefined;
  /** Modules of packages whose exports are known one by one. */
  readonly exported?: ExportHashes;
  /** Where it is remembered what packages are; they are read each time without. */
  readonly store?: MemoryStore | undefined;
  /** The URL of the folder that has this package, whose modules are known by their exports. */
  readonly release?: string;
}

/**
 * Fingerprints from the sources. One rule: what can be told exactly counts exactly, what cannot counts coarsely, and
 * nothing counts not at all. docs/provenance.md has it as a table.
 *
 * A piece of code that a module of the study exports, or that a factory vouches for, is what that module has of it, and
 * all that this reaches (slice.ts). One that somebody made on the spot may depend on anything: it is all the code that
 * the study reaches, and the step that it is for.
 */
export function sourceCode(options: SourceOptions = {}): SourceCode {
  return new SourceCode(options);
}

/** The same, of whole steps. */
export function sourceFingerprints(options: SourceOptions = {}): Fingerprints {
  return fingerprints(sourceCode(options));
}

interface Known {
  readonly code: Code;
  readonly slice: Slice;
  readonly file: string;
  /** All files that the code was made from, each with its stat. */
  readonly stamps: ReadonlyMap<string, string>;
}

/** What of a program a piece of code is, and the file that it is found in. */
interface Found {
  readonly slice: Slice;
  readonly file: string;
}

export class SourceCode implements PieceFingerprints {
  readonly #study: string | undefined;
  readonly #loadedAtMs: number;
  readonly #exported: ExportHashes;
  readonly #release: string | undefined;
  readonly #known = new Map<Coded | string, Promise<Known>>();
  readonly #found = new Map<Coded, Promise<Found | undefined>>();
  readonly #store: MemoryStore | undefined;
  readonly #source: Source;

  constructor({ study, loadedAtMs = performance.timeOrigin, exported = {}, store, release }: SourceOptions) {
    this.#study = study === undefined ? startedProgram() : realpathSync(fileOfModule(study));
    this.#loadedAtMs = loadedAtMs;
    this.#exported = exported;
    this.#release = release;
    this.#store = store;
    this.#source = newSource(store, this.#study);
  }

  async of(piece: Piece, step: string): Promise<Code> {
    return (await this.#know(piece, step)).code;
  }

  /** The code of whatever a module exports under a name: a function, say. */
  async ofExport(module: string, name: string): Promise<Code> {
    const { program, slicer } = this.#source;
    const file = realpathSync(fileOfModule(module));
    const modules = await evaluatedBy(await program.read(file), [], program);
    const slice = await slicer.slice([{ module: await program.read(file), name }], modules);
    return (await this.#lookAt({ slice, file }, this.#source)).code;
  }

  async source(piece: Piece, step: string): Promise<KeptSource> {
    const { slice, file } = await this.#know(piece, step);
    return keptSource(slice.statements, file);
  }

  async changedFile(piece: Piece, step: string): Promise<string | undefined> {
    const before = await this.#know(piece, step);
    const changed = [...before.stamps].find(([file, stamp]) => stampAt(file) !== stamp)?.[0];
    const isAnyFile = before.code.coarse?.some(({ why }) => why === 'unknown-load') ?? false;
    if (changed === undefined && !isAnyFile) return undefined;
    // It was written to, but perhaps only a comment changed.
    const source = newSource(this.#store, this.#study);
    const now = await this.#look(piece, step, source, await this.#find(piece.coded, source));
    return isDeepStrictEqual(now.code, before.code) ? undefined : (changed ?? 'A file of the project');
  }

  async #know(piece: Piece, step: string): Promise<Known> {
    const { coded } = piece;
    const found = this.#found.get(coded) ?? this.#find(coded, this.#source);
    this.#found.set(coded, found);
    // What was made on the spot is another piece of code for each step.
    const of = (await found) ? coded : `${step} ${piece.place}`;
    const known = this.#known.get(of) ?? this.#look(piece, step, this.#source, await found, this.#loadedAtMs);
    this.#known.set(of, known);
    return known;
  }

  async #look(
    { place, coded }: Piece,
    step: string,
    source: Source,
    found: Found | undefined,
    loadedAtMs?: number,
  ): Promise<Known> {
    const known = await this.#lookAt(found ?? (await this.#everything(coded, source)), source, loadedAtMs);
    const { hash, coarse = [], ...rest } = known.code;
    const code = { name: coded.name, ...rest };
    if (found) return { ...known, code: { hash, ...code, ...(coarse.length > 0 ? { coarse } : {}) } };
    return {
      ...known,
      code: {
        hash: digest('made on the spot', { code: hash, step, place }),
        ...code,
        coarse: [MADE_ON_THE_SPOT, ...coarse],
      },
    };
  }

  async #lookAt({ slice, file }: Found, source: Source, loadedAtMs?: number): Promise<Known> {
    const reached = await reachedWhileRunning(slice, source.program, source.slicer, this.#study);
    const slices = [slice, ...reached.programs];
    const modules = new Set(slices.flatMap(({ statements }) => statements.map(({ module }) => module)));
    const taken = slices.flatMap(({ outside }) => outside);
    const entries = taken.flatMap(({ target, specifier }) =>
      target.kind === 'package' && !isExported(specifier, this.#exported)
        ? [{ specifier, file: target.file }]
        : [],
    );
    entries.push(...(await this.#patching(source)));
    const { packages, stamps } = await source.packages(entries, reached.homes);
    for (const module of modules) checkLoaded(module.file, loadedAtMs);
    await source.program.remember();
    const { coarse } = reached;
    const code: Code = {
      hash: slice.hash,
      packages: { ...packages, ...takenExports(taken, this.#exported) },
      ...(Object.keys(reached.loads).length > 0 ? { loads: reached.loads } : {}),
      ...(coarse.length > 0 ? { coarse } : {}),
    };
    return {
      code,
      slice,
      file,
      stamps: new Map([
        ...[...modules].map((module) => [module.file, module.stamp] as const),
        ...reached.files.map((reachedFile) => [reachedFile, stampAt(reachedFile)] as const),
        ...stamps,
      ]),
    };
  }

  /** What the study imports of packages that may set globals, or change the language's own objects: all code sees that. */
  async #patching(source: Source): Promise<PackageEntry[]> {
    const evaluated = await this.#evaluated(source.program);
    const entries = evaluated.flatMap(({ requests, targets }) =>
      requests.flatMap((specifier) => {
        const target = targets.get(specifier);
        const isKnown = target?.kind !== 'package' || isExported(specifier, this.#exported);
        // A registry of its own is all that zod keeps there.
        return isKnown || /^zod(\/|$)/.test(specifier) ? [] : [{ specifier, file: target.file }];
      }),
    );
    if (entries.length === 0) return [];
    const { patching } = await source.packages(entries, []);
    return entries.filter(({ specifier }) => patching.some((name) => `${specifier}/`.startsWith(`${name}/`)));
  }

  /** The part of a module that a piece is, if one can be told. */
  async #find(coded: Coded, { program, slicer }: Source): Promise<Found | undefined> {
    const study = await this.#evaluated(program);
    const own = this.#fileOf(coded);
    if (own !== undefined && isVouchedFor(coded)) {
      const module = await program.read(own);
      return {
        slice: await slicer.slice([{ module, name: '*' }], await evaluatedBy(module, study, program)),
        file: own,
      };
    }
    const first = own === undefined ? [] : [await program.read(own)];
    const modules = [...first, ...study.filter(({ file }) => file !== own)];
    for (const module of modules) {
      const url = module.file === own ? coded.module : pathToFileURL(module.file).href;
      const name = await exportedAs(coded, module, url);
      if (name === undefined) continue;
      return {
        slice: await slicer.slice([{ module, name }], await evaluatedBy(module, study, program)),
        file: module.file,
      };
    }
    return undefined;
  }

  async #everything(coded: Coded, { program, slicer }: Source): Promise<Found> {
    const study = await this.#evaluated(program);
    const entry = study.at(-1);
    const own = this.#fileOf(coded);
    const modules = [...(entry ? [entry] : []), ...(own === undefined ? [] : [await program.read(own)])];
    const [module] = modules;
    if (!module) {
      throw new RestudyError(
        'bad-study',
        `"${coded.name}" is no export of its module, and which program made it is not known: export it from the module that defines it.`,
      );
    }
    const roots = [...new Set(modules)].map((one) => ({ module: one, name: '*' }));
    const slice = await slicer.slice(roots, await evaluatedBy(modules.at(-1)!, study, program));
    return { slice, file: module.file };
  }

  /** The file of the module that a piece of code names, unless it is the release's. */
  #fileOf({ module }: Coded): string | undefined {
    if (this.#release !== undefined && module.startsWith(this.#release)) return undefined;
    return realpathSync(fileOfModule(module));
  }

  /** All modules that the study evaluates; the one that wires it is the last. */
  async #evaluated(program: Program): Promise<readonly Module[]> {
    return this.#study === undefined ? [] : program.evaluated(this.#study);
  }
}

const MADE_ON_THE_SPOT = { why: 'made-on-the-spot' } as const;

interface Source {
  readonly program: Program;
  readonly slicer: Slicer;
  packages(entries: readonly PackageEntry[], homes: readonly string[]): Promise<PackageContents>;
}

function newSource(store: MemoryStore | undefined, study: string | undefined): Source {
  const program = new Program(store && new TextMemory(store, study ?? ''));
  const known = new Map<string, Promise<PackageContents>>();
  return {
    program,
    slicer: new Slicer(program),
    packages(entries, homes) {
      const distinct = new Map(entries.map((entry) => [`${entry.specifier} ${entry.file}`, entry]));
      const sorted = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
      const name = JSON.stringify([sorted, homes]);
      const contents = known.get(name) ?? rememberedContents(sorted, homes, store);
      known.set(name, contents);
      return contents;
    },
  };
}

/** What is evaluated before a piece of a module can be used: what the study evaluates, and the module itself. */
async function evaluatedBy(module: Module, study: readonly Module[], program: Program): Promise<Module[]> {
  return [...new Set([...study, ...(await program.evaluated(module.file))])];
}

/** The name under which a module exports a piece of code; the first in the order of names. */
async function exportedAs(
  coded: Coded,
  { file, exports, stars }: Module,
  url: string,
): Promise<string | undefined> {
  // The program that was started may still be waiting for this: importing it would wait for itself.
  if (
    !isProgram(path.extname(file)) ||
    file === startedProgram() ||
    (exports.size === 0 && stars.length === 0)
  )
    return undefined;
  const namespace = (await import(url).catch(() => ({}))) as Readonly<Record<string, unknown>>;
  const names = Object.keys(namespace).sort();
  const name = names.find((one) => namespace[one] === coded);
  if (name !== undefined) return name;
  // What CommonJS exports is all there is to it.
  const whole = namespace['default'];
  const isMember = typeof whole === 'object' && whole !== null && Object.values(whole).includes(coded);
  return isMember && exports.has('*') ? '*' : undefined;
}

/** The program that was started, if it is own code: not that of a package which loads own code, as a test runner does. */
function startedProgram(): string | undefined {
  const [, file] = process.argv;
  if (file === undefined || !isProgram(path.extname(file))) return undefined;
  try {
    const started = realpathSync(file);
    return isInstalled(started) ? undefined : started;
  } catch {
    return undefined;
  }
}

/**
 * Throws a RestudyError if a file was changed after this process loaded it. Its time of change is the clock's of the
 * machine that has the file: one that is ahead says nothing.
 */
function checkLoaded(file: string, loadedAtMs: number | undefined): void {
  if (loadedAtMs === undefined) return;
  const { ctimeMs } = statSync(file);
  if (ctimeMs < loadedAtMs || ctimeMs > Date.now()) return;
  throw new RestudyError(
    'changed-while-running',
    `${file} was changed after this command started, so the code that would run is not the code on disk. Run it again.`,
  );
}
