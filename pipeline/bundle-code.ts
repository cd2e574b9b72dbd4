import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';

const ENGINE = path.dirname(fileURLToPath(import.meta.url));

/** A module with everything it reaches, as one text. */
export interface Bundle {
  readonly text: string;
  /** All files that it imports, directly or not: also those of which nothing but a constant is left. Absolute. */
  readonly files: readonly string[];
  /** The files of which something is left, as `readable` text names them in comments: `// path`. */
  readonly marks: readonly string[];
  /** What it imports of packages: module specifiers, such as `zod` or `restudy/estimators`. */
  readonly imports: readonly PackageImport[];
}

export interface PackageImport {
  readonly specifier: string;
  /** Whether it is an `import` statement, which says what it takes. */
  readonly isStatement: boolean;
}

/** Where paths in a readable bundle start: paths and working directories must not show in anything. */
export const BUNDLE_ROOT = path.parse(ENGINE).root;

/** Nothing of the surroundings may show: no settings of a tsconfig, no target that depends on a version. */
export const ALWAYS = {
  bundle: true,
  write: false,
  metafile: true,
  absWorkingDir: BUNDLE_ROOT,
  outdir: path.join(BUNDLE_ROOT, 'out'),
  format: 'esm',
  platform: 'node',
  target: 'es2024',
  tsconfigRaw: '{}',
  treeShaking: true,
  legalComments: 'none',
  charset: 'utf8',
  packages: 'external',
  logLevel: 'silent',
} as const satisfies BuildOptions;

const FORMS = {
  /** Names of functions and classes stay in the text, as strings: a program can read them (`f.name`). */
  minified: { minifyWhitespace: true, minifySyntax: true, minifyIdentifiers: true, keepNames: true },
  readable: {},
} as const satisfies Record<string, BuildOptions>;

/** The engine is in no fingerprint (fingerprint-sources.ts), so what imports it ends there. */
export const engineIsExternal: Plugin = {
  name: 'engine is external',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path: imported, resolveDir }) => {
      const inEngine = path.dirname(path.resolve(resolveDir, imported)) === ENGINE;
      return inEngine && resolveDir !== ENGINE ? { path: 'restudy', external: true } : null;
    });
  },
};

/**
 * Bundles each module by itself: tree-shaken, without types, the engine and all packages left out.
 * @param modules their URLs.
 */
export async function bundleModules(
  modules: readonly string[],
  form: keyof typeof FORMS,
): Promise<readonly Bundle[]> {
  const esbuild = await import('esbuild');
  const entries = modules.map((module) => fileURLToPath(module));
  const { outputFiles, metafile } = await esbuild.build({
    ...ALWAYS,
    ...FORMS[form],
    entryPoints: entries.map((file, index) => ({ in: file, out: String(index) })),
    plugins: [engineIsExternal],
  });
  return entries.map((entry, index) => {
    const isIts = (file: string) => path.parse(file).name === String(index);
    const { text } = outputFiles.find((file) => isIts(file.path))!;
    const [, output] = Object.entries(metafile.outputs).find(([file]) => isIts(file))!;
    const imported = output.imports.filter(({ external, path }) => external && path !== 'restudy');
    return {
      text,
      files: reachedFiles(path.relative(BUNDLE_ROOT, entry).split(path.sep).join('/'), metafile),
      marks: Object.keys(output.inputs),
      imports: imported.map(({ path, kind }) => ({
        specifier: path,
        isStatement: kind === 'import-statement',
      })),
    };
  });
}

function reachedFiles(entry: string, { inputs }: Metafile): string[] {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const { path: imported, external } of inputs[file]?.imports ?? [])
      if (!external) reached.add(imported);
  }
  return [...reached].map((file) => path.resolve(BUNDLE_ROOT, file));
}
