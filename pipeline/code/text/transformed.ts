import type { Loader, TransformOptions } from 'esbuild';

/** Nothing of the surroundings may show: no settings of a tsconfig, no target that depends on a version. */
const ALWAYS = {
  target: 'esnext',
  charset: 'utf8',
  legalComments: 'none',
  // What Node runs counts, whatever a comment or a package.json says of its effects.
  ignoreAnnotations: true,
  treeShaking: false,
  logLevel: 'silent',
} as const satisfies TransformOptions;

/** As Node and ts-node take TypeScript here: an import that is not said to be of a type is an import. */
const AS_NODE_STRIPS = { compilerOptions: { verbatimModuleSyntax: true } } as const;

const LOADERS: Readonly<Record<string, Loader>> = {
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

/** Whether a file is a program of JavaScript or TypeScript, by its extension. */
export function isProgram(extension: string): boolean {
  return Object.hasOwn(LOADERS, extension);
}

/**
 * A source as plain JavaScript, printed alike however it was written: without types, comments and formatting.
 * Rejects with esbuild's own error, which has `errors` with their places, for what does not parse.
 * @param file names the source in errors.
 */
export async function plainJavaScript(source: string, file: string, extension: string): Promise<string> {
  const { transform } = await import('esbuild');
  const { code } = await transform(source, {
    ...ALWAYS,
    loader: LOADERS[extension] ?? 'js',
    // The parser of what comes out does not know them.
    supported: { decorators: false },
    sourcefile: file,
    tsconfigRaw: AS_NODE_STRIPS,
    jsx: 'automatic',
  });
  return code;
}

/**
 * JavaScript in as few words as it can be said, so that two ways of writing the same are one. Names stay, those of
 * functions and classes as texts too: a program can see them (`f.name`).
 */
export async function shortest(code: string): Promise<string> {
  const { transform } = await import('esbuild');
  const minified = await transform(code, {
    ...ALWAYS,
    loader: 'js',
    minifyWhitespace: true,
    minifySyntax: true,
    keepNames: true,
  });
  return minified.code;
}
