import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/restudy-tests/', import.meta.url));

/** Bundles one of the programs beside this file, to be run as a process of its own. Gives its path. */
export async function buildProgram(name: string): Promise<string> {
  const outfile = path.join(CACHE, `torture-${name}-${process.pid}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}
