// Modules that a run of hits does not use, though code that it does use imports them: in the command line they are
// loaded when something of them is first used. The less it reads and V8 has to restore, the sooner it starts.
import { createRequire } from 'node:module';
import path from 'node:path';

/** Node's own. Loading `child_process` alone takes longer than all that commander does. */
const BUILTINS = /^(?:node:)?(child_process|fs\/promises|stream\/promises|timers\/promises|zlib)$/;
/** Packages, kernels, and what few runs need or brings large packages along: each becomes a file beside the command line. */
const FILES =
  /^(?:(rxjs|yaml|log-update|chokidar|slice-ansi|string-width)|.*\/dist\/kernels\/(\w+)\.js|.*\/(compute-content|report-page|open-page|read-source|hash-folder|score-candidates|lmdb-check|lmdb-pages)\.js)$/;
/** rxjs as ES modules, which it does not offer to Node. */
const RXJS = path.resolve('node_modules/rxjs/dist/esm/index.js');
/** Commands that stay until they are interrupted: a bundle of its own (build.mjs), no part of what all others start from. */
const COMMANDS = /\/(?:serve|watch)\.js$/;
/** What only studies of one's own take: the command line that serves those is another (cli/start.cts). */
const OWN_STUDIES = /\/(?:own-study|study-fingerprints|from-sources|commands\/init)\.js$/;
const FOUND = { isFound: true };
const require = createRequire(import.meta.url);

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
    build.onResolve({ filter: COMMANDS }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './lazy-staying.cjs', external: true } : undefined,
    );
    build.onResolve({ filter: OWN_STUDIES }, () => ({ path: './project-main.js', external: true }));
    build.onResolve({ filter: FILES }, async ({ path: name, kind, resolveDir, pluginData }) => {
      if (pluginData === FOUND) return undefined;
      const [, packageName, kernel, module] = FILES.exec(name);
      const found = await build.resolve(name, { kind, resolveDir, pluginData: FOUND });
      const file = packageName === 'rxjs' ? RXJS : found.path;
      const target = `./lazy-${packageName ?? kernel ?? module}.cjs`;
      return { path: target, namespace: 'lazy', pluginData: { target, file } };
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
