// Bundles the package lmdb into the command line, so that its code is kept compiled like the rest: loading it
// from node_modules takes longer than all else that a run of hits does. Its native addon stays where npm put it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const lmdb = path.dirname(path.dirname(require.resolve('lmdb')));
const requireOfLmdb = createRequire(path.join(lmdb, 'node-index.js'));
/** It looks into four folders that are not there as a rule: an exception each. */
const READ_IF_THERE = 'return fs.existsSync(dir) ? fs.readdirSync(dir) : []';
const FIND_PACKAGE = JSON.stringify(path.resolve('scripts/find-package.mjs'));

export const bundleLmdb = {
  name: 'bundle-lmdb',
  setup(build) {
    build.onLoad({ filter: /[\\/]lmdb-package\.ts$/ }, ({ path: file }) => {
      if (file !== path.resolve('cache/lmdb/lmdb-package.ts'))
        throw new Error(`${file}: lmdb is loaded elsewhere`);
      return {
        contents: `export const loadLmdb = () => require(${JSON.stringify(path.join(lmdb, 'node-index.js'))});`,
        resolveDir: lmdb,
      };
    });
    // It looks for its addon from where it lies itself, and below that by Node's resolver: loading what Node needs to
    // read `exports` takes longer than looking into the folders.
    build.onLoad({ filter: /[\\/]lmdb[\\/]native\.js$/ }, ({ path: file }) => ({
      contents: `import { findPackage } from ${FIND_PACKAGE};\n${replaceOnce(
        readFileSync(file, 'utf8'),
        'dirname(fileURLToPath(import.meta.url))',
        "findPackage('lmdb', dirname(fileURLToPath(import.meta.url)))",
      )}`,
    }));
    build.onLoad({ filter: /[\\/]node-gyp-build\.js$/ }, ({ path: file }) => ({
      contents: replaceOnce(
        replaceOnce(readFileSync(file, 'utf8'), 'return fs.readdirSync(dir)', READ_IF_THERE),
        "path.dirname(require('module').createRequire(url.pathToFileURL(path.join(dir, 'package.json'))).resolve(platformPackage))",
        `require(${FIND_PACKAGE}).findPackage(platformPackage, dir)`,
      ),
    }));
    // It evaluates code that names its own variables, which a bundler renames unless it is CommonJS.
    build.onResolve({ filter: /^ordered-binary$/ }, () => ({
      path: requireOfLmdb.resolve('ordered-binary'),
    }));
    // What encodes values that are neither text nor bytes: the cache has none.
    build.onResolve({ filter: /^msgpackr$/ }, () => ({ path: 'msgpackr', namespace: 'left-out' }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: 'export class Encoder { constructor() { throw new Error("msgpackr was left out"); } }',
    }));
  },
};

function replaceOnce(text, before, after) {
  if (text.split(before).length !== 2) throw new Error(`lmdb changed: ${before} is not in it once`);
  return text.replace(before, after);
}
