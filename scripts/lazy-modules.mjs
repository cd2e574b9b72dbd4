// Modules that a run of hits does not use, though code that it does use imports them: in the command line they are
// loaded when something of them is first used. The less it reads and V8 has to restore, the sooner it starts.
import { createRequire } from 'node:module';
import path from 'node:path';

/** Node's own. Loading `child_process` alone takes longer than all that commander does. */
const BUILTINS = /^(?:node:)?(child_process|fs\/promises|stream\/promises|timers\/promises|zlib)$/;
/** Packages that become a file each beside the command line, as kernels do. */
const PACKAGES = ['rxjs', 'yaml', 'log-update', 'chokidar', 'slice-ansi', 'string-width'];
/** So does what few runs need or brings large packages along. */
const FILES = [
  'stages/content/compute-content.ts',
  'reports/page/report-page.ts',
  'cli/files/open-page.ts',
  'stages/data/read-source.ts',
  'pipeline/key/hash-folder.ts',
  'estimators/model-selection/score-candidates.ts',
  'cache/lmdb/lmdb-check.ts',
  'cache/lmdb/lmdb-pages.ts',
];
/** rxjs as ES modules, which it does not offer to Node. */
const RXJS = path.resolve('node_modules/rxjs/dist/esm/index.js');
/** Commands that stay until they are interrupted: a bundle of its own (build.mjs), no part of what all others start from. */
const COMMANDS = ['cli/commands/serve.ts', 'cli/commands/watch.ts'];
/** What only studies of one's own take: the command line that serves those is another (cli/start.cts). */
const OWN_STUDIES = [
  'cli/workspace/own-study.ts',
  'cli/workspace/study-fingerprints.ts',
  'pipeline/code/from-sources.ts',
  'cli/commands/init.ts',
];
/** Of all these, what was not met in any bundle yet. */
const unmet = new Set([...PACKAGES, ...FILES, ...COMMANDS, ...OWN_STUDIES, 'kernels']);
const FOUND = { isFound: true };
const require = createRequire(import.meta.url);

const PACKAGE = new RegExp(`^(?:${PACKAGES.join('|')})$`);
/** What may be a file of the lists, by its name; the file that it is found to be decides. */
const LISTED = new RegExp(
  `/(?:dist/kernels/\\w+|${[...FILES, ...COMMANDS, ...OWN_STUDIES].map((file) => path.parse(file).name).join('|')})\\.js$`,
);

function lazy(name, file) {
  const target = `./lazy-${name}.cjs`;
  return { path: target, namespace: 'lazy', pluginData: { target, file } };
}

/** Throws if the lists name what no bundle has: it was moved or renamed, and would be a part of every start. */
export function checkAllMet() {
  if (unmet.size > 0) throw new Error(`scripts/lazy-modules.mjs: nothing imports ${[...unmet].join(', ')}`);
}

/** @param buildFile bundles a module, given its path, into a CommonJS file of `dist/`, given its name. */
export const lazyModules = (buildFile) => ({
  name: 'lazy-modules',
  setup(build) {
    build.onResolve({ filter: /.*/, namespace: 'lazy' }, ({ path: name }) => ({
      path: name,
      external: true,
    }));
    build.onResolve({ filter: BUILTINS }, ({ path: name }) => {
      const target = `node:${BUILTINS.exec(name)[1]}`;
      return { path: target, namespace: 'lazy', pluginData: { target } };
    });
    build.onResolve({ filter: PACKAGE }, async ({ path: name, kind, resolveDir, pluginData }) => {
      if (pluginData === FOUND) return undefined;
      unmet.delete(name);
      const found = await build.resolve(name, { kind, resolveDir, pluginData: FOUND });
      return lazy(name, name === 'rxjs' ? RXJS : found.path);
    });
    build.onResolve({ filter: LISTED }, async ({ path: name, kind, resolveDir, pluginData }) => {
      if (pluginData === FOUND) return undefined;
      const found = await build.resolve(name, { kind, resolveDir, pluginData: FOUND });
      const file = path.relative('.', found.path);
      const met = file.startsWith('dist/kernels/') ? 'kernels' : file;
      if (COMMANDS.includes(met) && kind !== 'dynamic-import') return undefined;
      unmet.delete(met);
      if (COMMANDS.includes(met)) return { path: './lazy-staying.cjs', external: true };
      if (OWN_STUDIES.includes(met)) return { path: './project-main.js', external: true };
      return met === 'kernels' || FILES.includes(met) ? lazy(path.parse(file).name, found.path) : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ pluginData: { target, file } }) => {
      if (file) await buildFile(file, target);
      const names = Object.keys(require(file ? path.resolve('dist', target) : target));
      // Who imports the default gets what the module exports as a whole: a function then, as such packages' defaults are.
      const whole = names.includes('default')
        ? `exports = module.exports = (...args) => require('${target}').default(...args);`
        : '';
      return {
        contents: `${whole} for (const name of ${JSON.stringify(names)}) {
          Object.defineProperty(exports, name, { enumerable: true, get: () => require('${target}')[name] });
        }`,
      };
    });
  },
});
