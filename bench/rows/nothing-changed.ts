import type { Bench } from '../bench.js';
import type { Measurement } from '../measurement.js';
import { attempt } from '../peers/attempt.js';
import { SNAKEMAKE, snakemake } from '../peers/snakemake.js';
import { TURBOREPO, turborepo } from '../peers/turborepo.js';
import { nodeCommand, type Program, watchProcess } from '../processes/node-process.js';
import { timeProcess } from '../processes/time-process.js';
import { OURS, type Row, type Side } from '../row.js';
import { wholeStudy } from './whole-study.js';

/** Fewer than our study has steps. */
const TASKS = 14;
const NODE = 'node -e 0';

const noOp: Row = {
  id: 'no-op',
  group: 'no-op',
  title: `nothing changed: whole process (theirs: ${TASKS} tasks)`,
  repeat: 21,
  async prepare(bench) {
    const cache = await wholeStudy(bench).warmCache();
    return {
      sides: [
        await program(bench, OURS, wholeStudy(bench).run(cache)),
        await program(bench, NODE, ['-e', '0']),
        ...(await attempt(TURBOREPO, () => turborepo(bench, TASKS))),
        ...(await attempt(SNAKEMAKE, () => snakemake(bench, TASKS))),
      ],
      targets: [
        { than: TURBOREPO, times: 1 },
        { than: NODE, times: 1 / 2 },
        { than: SNAKEMAKE, times: 5 },
      ],
    };
  },
};

/** Peak memory is read off a run of its own, since asking for it takes time. */
async function program(bench: Bench, name: string, args: Program): Promise<Side> {
  const { peakMemoryBytes } = await watchProcess(args, bench);
  const measure = async (): Promise<Measurement> => {
    const { seconds } = await timeProcess(nodeCommand(args));
    return { seconds, peakMemoryBytes };
  };
  return { name, measure };
}

export const nothingChangedRows: readonly Row[] = [noOp];
