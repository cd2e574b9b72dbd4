// Modules of Node's own that a run of hits does not use, but that code which it uses asks for: they are loaded
// when something of them is first used. `child_process` alone takes longer than commander takes to parse.
const LAZY = ['child_process', 'fs/promises', 'stream/promises', 'timers/promises', 'zlib'];

export const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(build) {
    const filter = new RegExp(`^(node:)?(${LAZY.join('|')})$`);
    build.onResolve({ filter }, ({ path, namespace }) =>
      namespace === 'lazy' ? { path, external: true } : { path: path.replace('node:', ''), namespace: 'lazy' },
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path }) => ({
      contents: `for (const name of ${JSON.stringify(Object.keys(await import(`node:${path}`)))}) {
        Object.defineProperty(exports, name, { enumerable: true, get: () => require('node:${path}')[name] });
      }`,
    }));
  },
};
