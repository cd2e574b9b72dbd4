// Runs a synthetic study of many small steps on an LMDB cache and prints what became of them.
//   node graph.js <steps> <cache folder> <value at the root>
//
// The root gives a number, `parity` its last bit, and all other steps, in layers of 100, add up two steps of
// the layer before. So a change at the root that keeps its parity ends at `parity`: all others are hits.

import type { Output, RunEvent } from 'restudy';
import {
  artifactType,
  configure,
  defineStage,
  defineStudy,
  openLmdbStore,
  runIfAllHits,
  runSteps,
} from 'restudy';
import { z } from 'zod';
import { sha256 } from '../../cache/hash.js';
import { fingerprints } from '../../pipeline/code/fingerprint.js';
import { releasedCode } from '../../pipeline/code/from-release.js';

const LAYER = 100;
const JOBS = 64;

const number = artifactType<number>('number');

const root = defineStage({
  name: 'root',
  module: import.meta.url,
  params: z.strictObject({ value: z.number() }),
  inputs: {},
  outputs: { number },
  uses: {},
  run: async ({ params }) => ({ number: params.value }),
});

const parity = defineStage({
  name: 'parity',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: { number },
  outputs: { number },
  uses: {},
  run: async ({ inputs }) => ({ number: inputs.number % 2 }),
});

const add = defineStage({
  name: 'add',
  module: import.meta.url,
  params: z.strictObject({ offset: z.number() }),
  inputs: { left: number, right: number },
  outputs: { number },
  uses: {},
  run: async ({ params, inputs }) => ({ number: (inputs.left + inputs.right + params.offset) % 1_000_003 }),
});

const [steps, cache, value] = [Number(process.argv[2]), process.argv[3]!, Number(process.argv[4])];

const study = defineStudy('synthetic', (step) => {
  const first = step('root', root, { params: { value } });
  let layer: Output<number>[] = [step('parity', parity, { inputs: first }).number];
  for (let placed = 2; placed < steps; placed += LAYER) {
    const before = layer;
    layer = Array.from({ length: Math.min(LAYER, steps - placed) }, (_, index) => {
      const inputs = { left: before[index % before.length]!, right: before[(index + 1) % before.length]! };
      return step(`add-${placed + index}`, add, { params: { offset: placed + index }, inputs }).number;
    });
  }
});

const code = (name: string) => ({ hash: sha256(Buffer.from(name)), packages: {} });
const known = fingerprints(releasedCode({ root: code('root'), parity: code('parity'), add: code('add') }));
const store = await openLmdbStore(cache);
const session = { study: study.name, store, fingerprints: known, resources: {} as never, threads: 1 };
const configured = configure(study, []);
const outcomes: Record<string, number> = {};
const count = (event: RunEvent) => {
  if (event.type !== 'step') return;
  const { state } = event.state;
  if (state === 'hit' || state === 'ran') outcomes[state] = (outcomes[state] ?? 0) + 1;
  if (event.state.state === 'failed') throw event.state.error;
};
// As the command line does it.
const hits = await runIfAllHits(configured, session, []);
if (hits) hits.forEach(count);
else await runSteps(configured, session, { jobs: JOBS }).forEach(count);
await store.close();
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
