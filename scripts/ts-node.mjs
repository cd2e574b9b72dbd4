// How sources run in development: `node --import ./scripts/ts-node.mjs cli/main.ts`.
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

process.env.TS_NODE_TRANSPILE_ONLY = 'true';
// ts-node, on the loader's thread, calls what Node 22 and later deprecate (fs.Stats). That is none of the
// user's business.
register('data:text/javascript,process.noDeprecation = true;');
register('ts-node/esm', pathToFileURL('./'));
