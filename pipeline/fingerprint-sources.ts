import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { sha256 } from '../cache/hash.js';
import type { Code } from '../cache/record.js';
import { BUNDLE_ROOT, bundleModules } from './bundle-code.js';
import { withParts } from './code.js';
import { RestudyError } from './errors.js';
import { type ExportHashes, importedExports } from './exported-code.js';
import type { Fingerprints } from './fingerprint.js';
import type { KeptSource } from './kept-source.js';
import { normalForm } from './normal-form.js';
import { packageSlice } from './package-slice.js';
import { splitSource } from './split-source.js';

interface Fingerprinted {
  readonly code: Code;
  readonly files: readonly { readonly file: string; readonly stamp: string }[];
}

/**
 * Fingerprints from the sources: each module bundled by esbuild, brought into a normal form, and hashed.
 *
 * Included: all of the module's own code and of what it imports, three imports away or thirty, as far as
 * it is reached (tree shaking), with WebAssembly kernels as the bytes they are compiled to; and the name and
 * version of every package it reaches, with that package's own dependencies.
 *
 * Left out: comments, types, white space and formatting, and the names of variables (normal-form.ts), since
 * they cannot change a result; unused exports; and the engine (this folder), which moves bytes but makes none:
 * what it contributes to results has a version of its own (FORMAT in key.ts).
 *
 * What a package's exports are can be known better than by its version (`exported`): then those that are imported by name
 * are in the fingerprint, each by the hash of its own code, and not the package.
 *
 * @param loadedAtMs when this process loaded the sources: a file changed since then is refused, for the code
 *   that runs would not be the code on disk.
 */
export function sourceFingerprints(
  loadedAtMs: number = performance.timeOrigin,
  exported: ExportHashes = {},
): Fingerprints {
  const known = new Map<string, Fingerprinted>();
  const sources = new Map<string, KeptSource>();
  return {
    async of(coded) {
      const all = coded.flatMap(withParts);
      const unknown = modulesOf(all).filter((module) => !known.has(module));
      if (unknown.length > 0) {
        for (const [module, fingerprinted] of await fingerprint(unknown, loadedAtMs, exported)) {
          known.set(module, fingerprinted);
        }
      }
      return Object.fromEntries(all.map(({ name, module }) => [name, known.get(module)!.code]));
    },
    async sources(coded) {
      const all = coded.flatMap(withParts);
      const unknown = modulesOf(all).filter((module) => !sources.has(module));
      if (unknown.length > 0) {
        for (const [module, source] of await readable(unknown)) {
          // What was written to since its fingerprint was taken is not what the fingerprint stands for.
          if (!touchedFile(known.get(module))) sources.set(module, source);
        }
      }
      return Object.fromEntries(
        all.flatMap(({ name, module }) => {
          const source = sources.get(module);
          return source ? [[name, source]] : [];
        }),
      );
    },
    async changedFile(coded) {
      for (const { module } of coded.flatMap(withParts)) {
        const before = known.get(module);
        const touched = touchedFile(before);
        if (!touched) continue;
        // It was written to, but perhaps only a comment changed.
        const [now] = await fingerprint([module], Number.POSITIVE_INFINITY, exported);
        if (!isDeepStrictEqual(now?.[1].code, before?.code)) return touched;
      }
      return undefined;
    },
  };
}

function modulesOf(coded: readonly { readonly module: string }[]): string[] {
  return [...new Set(coded.map(({ module }) => module))];
}

function touchedFile(fingerprinted: Fingerprinted | undefined): string | undefined {
  return fingerprinted?.files.find(({ file, stamp }) => stampOf(file) !== stamp)?.file;
}

async function fingerprint(
  modules: readonly string[],
  loadedAtMs: number,
  exported: ExportHashes,
): Promise<[string, Fingerprinted][]> {
  const bundles = await bundleModules(modules, 'minified');
  return Promise.all(
    bundles.map(async ({ text, files, imports }, index): Promise<[string, Fingerprinted]> => {
      const module = modules[index]!;
      const code = {
        hash: sha256(Buffer.from(await normalForm(text))),
        packages: {
          ...packageSlice(
            imports.map(({ specifier }) => specifier).filter((name) => !Object.hasOwn(exported, name)),
            path.dirname(fileURLToPath(module)),
          ),
          ...(await importedExports(text, imports, exported)),
        },
      };
      return [module, { code, files: files.map((file) => ({ file, stamp: loadedStamp(file, loadedAtMs) })) }];
    }),
  );
}

async function readable(modules: readonly string[]): Promise<[string, KeptSource][]> {
  const bundles = await bundleModules(modules, 'readable');
  return Promise.all(
    bundles.map(async (bundle, index): Promise<[string, KeptSource]> => {
      const module = modules[index]!;
      const home = packageFolder(fileURLToPath(module));
      const pathOf = (mark: string) =>
        path.relative(home, path.resolve(BUNDLE_ROOT, mark)).split(path.sep).join('/');
      const texts = bundle.files.map((file) => readFileSync(file, 'utf8'));
      return [module, await splitSource(bundle, texts, pathOf)];
    }),
  );
}

/** The folder of the package that a file belongs to; its own folder if there is none. */
function packageFolder(file: string): string {
  for (let folder = path.dirname(file); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
  }
  return path.dirname(file);
}

/** A file's stamp, provided that what is on disk is what this process loaded. */
function loadedStamp(file: string, loadedAtMs: number): string {
  if (statSync(file).mtimeMs >= loadedAtMs) {
    throw new RestudyError(
      'changed-while-running',
      `${file} was changed after this command started, so the code that would run is not the code on disk. Run it again.`,
    );
  }
  return stampOf(file);
}

function stampOf(file: string): string {
  const { mtimeMs, size, ino } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs}:${size}:${ino}`;
}
