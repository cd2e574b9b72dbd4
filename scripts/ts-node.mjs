// How sources run in development: `node --import ./scripts/ts-node.mjs cli/main.ts`.
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

// ts-node still reaches for a loader API that Node warns about; the warning is not the user's business.
process.env.TS_NODE_TRANSPILE_ONLY = 'true';
register('ts-node/esm', pathToFileURL('./'));
