import { RestudyError } from '../../pipeline/errors.js';
import { type Blessing, blessStep, type Refusal } from '../../pipeline/plan/bless.js';
import { selectSteps } from '../../pipeline/study/select.js';
import { reasonsText } from '../../reports/words/words.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { Workspace } from '../workspace/workspace.js';

/** `restudy bless`: declares that the code of a step changed without changing its result. Nothing runs. */
export async function bless(id: string, options: CommonOptions): Promise<number> {
  const workspace = new Workspace(options);
  const needed = selectSteps(await workspace.steps(), [id]);
  return workspace.withSession(async (session) => {
    const blessing = await blessStep(needed, session);
    if (!blessing.blessed) throw refusal(id, blessing.because);
    if (options.json) writeLine(asJson(id, blessing));
    else writeText(told(id, blessing));
    return 0;
  });
}

type Blessed = Extract<Blessing, { blessed: true }>;

function asJson(step: string, { record, from, changes }: Blessed): object {
  const { key, outputs, blessed } = record;
  return { type: 'blessed', step, key, from: from.key, at: blessed?.at, changes, outputs };
}

function told(step: string, { record, from, changes }: Blessed): string {
  const { startedAt } = from.circumstances;
  return [
    `${step}: the result of ${startedAt} (key ${short(from.key)}) now also counts for the changed code (key ${short(record.key)}).`,
    `Declared to make no difference: ${reasonsText(changes)}.`,
    `restudy audit ${step} runs the changed code and proves it.`,
  ].join('\n');
}

function short(key: string): string {
  return key.slice(0, 12);
}

function refusal(step: string, because: Refusal): RestudyError {
  switch (because.kind) {
    case 'hit':
      return new RestudyError(
        'bad-usage',
        `bless ${step}: its result is there for this code and these params, so there is nothing to bless.`,
      );
    case 'no-record':
      return new RestudyError(
        'no-result',
        `bless ${step}: there is no earlier result of it to take. restudy run ${step} makes one.`,
      );
    case 'open-inputs': {
      const [first] = because.steps;
      return new RestudyError(
        'no-result',
        `bless ${step}: it takes the results of ${because.steps.join(' and ')}, and those are not there as the study stands. restudy run ${first} makes one; restudy bless ${first} takes the old one.`,
      );
    }
    case 'other-changes':
      return new RestudyError(
        'bad-usage',
        `bless ${step}: only a change of code can be blessed, and from the nearest result that it had this differs too: ${reasonsText(because.changes)}. restudy run ${step} makes the new result.`,
      );
    case 'computed-elsewhere':
      return new RestudyError(
        'bad-usage',
        `bless ${step}: another process computes this very step now, so its own result will be there soon.`,
      );
  }
}
