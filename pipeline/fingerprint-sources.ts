import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Metafile } from 'esbuild';
import { sha256 } from '../cache/hash.js';
import type { Code } from '../cache/record.js';
import { withParts } from './code.js';
import { RestudyError } from './errors.js';
import type { Fingerprints } from './fingerprint.js';
import { packageSlice } from './package-slice.js';

const ENGINE = path.dirname(fileURLToPath(import.meta.url));

interface Fingerprinted {
  readonly code: Code;
  readonly files: readonly { readonly file: string; readonly stamp: string }[];
}

/**
 * Fingerprints from the sources: each module bundled by esbuild and hashed.
 *
 * Included: all of the module's own code and of what it imports, three imports away or thirty, as far as
 * it is reached (tree shaking), with WebAssembly kernels as the bytes they are compiled to; and the name and
 * version of every package it reaches, with that package's own dependencies.
 *
 * Left out: comments, types, white space and formatting, since they cannot change a result; unused exports;
 * and the engine (this folder), which moves bytes but makes none: what it contributes to results has a
 * version of its own (FORMAT in key.ts).
 *
 * @param loadedAtMs when this process loaded the sources: a file changed since then is refused, for the code
 *   that runs would not be the code on disk.
 */
export function sourceFingerprints(loadedAtMs: number = performance.timeOrigin): Fingerprints {
  const known = new Map<string, Fingerprinted>();
  return {
    async of(coded) {
      const all = coded.flatMap(withParts);
      const unknown = new Set(all.map(({ module }) => module).filter((module) => !known.has(module)));
      if (unknown.size > 0) {
        for (const [module, fingerprinted] of await bundle([...unknown], loadedAtMs)) {
          known.set(module, fingerprinted);
        }
      }
      return Object.fromEntries(all.map(({ name, module }) => [name, known.get(module)!.code]));
    },
    async changedFile(coded) {
      for (const { module } of coded.flatMap(withParts)) {
        const before = known.get(module);
        const touched = before?.files.find(({ file, stamp }) => stampOf(file) !== stamp);
        if (!touched) continue;
        // It was written to, but perhaps only a comment changed.
        const [now] = await bundle([module], Number.POSITIVE_INFINITY);
        if (!isDeepStrictEqual(now?.[1].code, before?.code)) return touched.file;
      }
      return undefined;
    },
  };
}

/** Bundles each module by itself and hashes what comes out. */
async function bundle(modules: readonly string[], loadedAtMs: number): Promise<[string, Fingerprinted][]> {
  const esbuild = await import('esbuild');
  const entries = modules.map((module) => fileURLToPath(module));
  const folder = path.parse(entries[0]!).root;
  const result = await esbuild.build({
    entryPoints: entries.map((file, index) => ({ in: file, out: String(index) })),
    absWorkingDir: folder,
    outdir: path.join(folder, 'out'),
    write: false,
    metafile: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    // Nothing of the surroundings may show: no settings of a tsconfig, no target that depends on a version.
    target: 'esnext',
    tsconfigRaw: '{}',
    treeShaking: true,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    charset: 'utf8',
    packages: 'external',
    logLevel: 'silent',
    plugins: [
      {
        name: 'engine is external',
        setup(build) {
          build.onResolve({ filter: /^\./ }, ({ path: imported, resolveDir }) => {
            const inEngine = path.dirname(path.resolve(resolveDir, imported)) === ENGINE;
            return inEngine && resolveDir !== ENGINE ? { path: 'restudy', external: true } : null;
          });
        },
      },
    ],
  });
  return modules.map((module, index) => {
    const output = result.outputFiles.find((file) => path.parse(file.path).name === String(index))!;
    const [, meta] = Object.entries(result.metafile.outputs).find(
      ([file]) => path.parse(file).name === String(index),
    )!;
    const files = reachedFiles(path.relative(folder, entries[index]!), result.metafile);
    const imported = meta.imports.filter(({ external }) => external).map((entry) => entry.path);
    const packages = packageSlice(
      imported.filter((name) => name !== 'restudy'),
      path.dirname(entries[index]!),
    );
    const code = { hash: sha256(output.contents), packages };
    return [
      module,
      {
        code,
        files: files.map((name) => {
          const file = path.resolve(folder, name);
          return { file, stamp: loadedStamp(file, loadedAtMs) };
        }),
      },
    ];
  });
}

/** All files that an entry imports, directly or not: also those of which nothing but a constant is left. */
function reachedFiles(entry: string, { inputs }: Metafile): string[] {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const { path: imported, external } of inputs[file]?.imports ?? [])
      if (!external) reached.add(imported);
  }
  return [...reached];
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
