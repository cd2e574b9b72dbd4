import { expect, test } from 'vitest';
import { temporaryFolder } from '../cli/restudy.js';
import { BATCH, inputsOf } from './inputs.js';
import { TARGET_NAMES, type TargetName } from './target-names.js';
import { targets } from './targets.js';
import { tryInput } from './try-input.js';

/** The short form of `npm run fuzz`: other inputs each day, the same ones on one day. */
const seed = Math.floor(Date.now() / 86_400_000);
const INPUTS = 300;

async function verdicts(name: TargetName) {
  const { folder, remove } = temporaryFolder();
  const target = await targets[name](folder);
  try {
    const tally = { accepted: 0, refused: 0 };
    for (const input of [...target.corpus, ...inputsOf(target, seed, 0, Math.min(INPUTS, BATCH))]) {
      const verdict = await tryInput(target, input);
      if (typeof verdict === 'object') {
        const bytes = Buffer.from(input).toString('base64');
        throw new Error(`npm run fuzz -- --only ${name} --seed ${seed}: ${verdict.crash}\ninput: ${bytes}`);
      }
      tally[verdict]++;
    }
    return tally;
  } finally {
    await target.close?.();
    remove();
  }
}

test.each(TARGET_NAMES)(
  'damaged input of %s is refused in one line, or is valid after all; nothing else happens',
  async (name) => {
    const { accepted, refused } = await verdicts(name);
    expect(accepted).toBeGreaterThan(0);
    // A store takes entries that it cannot read as not there.
    if (name !== 'entries') expect(refused).toBeGreaterThan(INPUTS / 10);
  },
);
