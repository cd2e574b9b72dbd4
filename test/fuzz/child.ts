// Throws inputs at a parser in a process of its own: `node child.js <target> <seed> <inputs> <first batch> <first input>`.
// Tells its parent before each input which it is, and what came of it where that is a crash; a tally with each batch.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BATCH, inputsOf } from './inputs.js';
import type { TargetName } from './target-names.js';
import { targets } from './targets.js';
import { tryInput } from './try-input.js';
import type { FromChild } from './watch-child.js';

const [name = '', seed, inputs, firstBatch, firstInput] = process.argv.slice(2);
const say = (message: FromChild) => process.send!(message);

const folder = mkdtempSync(path.join(tmpdir(), 'restudy-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('disconnect', () => process.exit());

let current = Number(firstInput);
const fail = (error: unknown) => {
  say({ type: 'crash', crash: `outside of the call: ${(error as Error)?.stack ?? String(error)}` });
};
process.on('uncaughtException', fail).on('unhandledRejection', fail);

const target = await targets[name as TargetName](folder);
for (let batch = Number(firstBatch); batch * BATCH < Number(inputs); batch++) {
  const tally = { accepted: 0, refused: 0 };
  const all = inputsOf(target, Number(seed), batch, Math.min(BATCH, Number(inputs) - batch * BATCH));
  for (; current < all.length; current++) {
    const input = all[current]!;
    say({ type: 'input', batch, input: current });
    const verdict = await tryInput(target, input);
    if (typeof verdict === 'object') say({ type: 'crash', crash: verdict.crash });
    else tally[verdict]++;
  }
  current = 0;
  say({ type: 'batch', tally, peakMemoryBytes: process.resourceUsage().maxRSS * 1024 });
}
await target.close?.();
process.send!({ type: 'end' } satisfies FromChild, () => process.exit());
