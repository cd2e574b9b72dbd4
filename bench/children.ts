import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SOURCES = fileURLToPath(new URL('./children/', import.meta.url));
const BUILT = fileURLToPath(new URL('./.built/', import.meta.url));

/** Name of a program in children/ -> its compiled file. */
export type Children = (name: string) => string;

/**
 * Compiles the programs in children/ to plain JavaScript, so that what is measured starts and takes up memory
 * like Restudy itself: TypeScript is not loaded beside it. `restudy` stays an import of the built package.
 */
export async function buildChildren(): Promise<Children> {
  await build({
    entryPoints: readdirSync(SOURCES).map((file) => path.join(SOURCES, file)),
    outdir: BUILT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  return (name) => path.join(BUILT, `${name}.js`);
}
