// Node's own modules, imported by their names alone. A bundler that imports CommonJS gives each importing file an object
// with a getter for each of a module's exports: three thousand of them, of which a run of hits uses a few dozen.
import { builtinModules } from 'node:module';

const NAMES = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

export const bareBuiltins = {
  name: 'bare-builtins',
  setup(build) {
    build.onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path: name, kind, namespace }) => {
      if (kind !== 'import-statement' || namespace === 'builtin' || !NAMES.has(name)) return undefined;
      return { path: name.replace(/^node:/, ''), namespace: 'builtin' };
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, async ({ path: name }) => {
      const exported = Object.keys(await import(`node:${name}`)).filter((key) => key !== 'default');
      const picks = exported.map((key) => `export const ${key} = /* @__PURE__ */ pick('${key}');`);
      return {
        contents: `const builtin = require('node:${name}');
          const pick = (name) => builtin[name];
          ${picks.join('\n')}
          export default builtin;`,
      };
    });
  },
};
