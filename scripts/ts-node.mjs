// How sources run in development: `node --import ./scripts/ts-node.mjs cli/main.ts`.
import { register } from 'node:module';

register('./ts-node-hooks.mjs', import.meta.url);
