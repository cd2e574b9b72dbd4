import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Message, Plugin } from 'esbuild';
import { ALWAYS, BUNDLE_ROOT, engineIsExternal } from './bundle-code.js';

/** All code that a module reaches, the engine and packages left out. */
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
  /** Where; null where esbuild does not say. `line` and `column` count from 1. */
  readonly place: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly lineText: string;
  } | null;
}

/**
 * Reads a module and all that it imports, directly or not.
 * @param module its URL.
 */
export async function readReached(module: string): Promise<ReachedSources> {
  const { build } = await import('esbuild');
  const entry = fileURLToPath(module);
  const files = new Set([entry]);
  try {
    const { outputFiles } = await build({
      ...ALWAYS,
      metafile: false,
      minifyWhitespace: true,
      minifySyntax: true,
      // Not the names: which short ones esbuild gives depends on the comments too.
      // An export that nothing here uses is still in the fingerprint of the module that has it.
      treeShaking: false,
      entryPoints: [entry],
      plugins: [engineIsExternal, noteImports(files)],
    });
    return { files: [...files].sort(), text: outputFiles.map(({ text }) => text).join('\n') };
  } catch (error) {
    const { errors } = error as { readonly errors?: readonly Message[] };
    if (!errors) throw error;
    return { files: [...files].sort(), faults: errors.map(faultOf) };
  }
}

/** Notes what each import may be called on the disk: TypeScript writes `./fit.js` where it means `fit.ts`. */
function noteImports(files: Set<string>): Plugin {
  return {
    name: 'note imports',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path: imported, resolveDir }) => {
        const file = path.resolve(resolveDir, imported);
        files.add(file).add(file.replace(/\.js$/, '.ts'));
        return null;
      });
    },
  };
}

function faultOf({ text, location }: Message): SourceFault {
  if (!location) return { message: text, place: null };
  const { file, line, column, lineText } = location;
  return {
    message: text,
    place: { file: path.resolve(BUNDLE_ROOT, file), line, column: column + 1, lineText },
  };
}
