import { table } from '../../reports/table.js';
import { duration } from '../../reports/words.js';
import type { CommonOptions } from '../options.js';
import { withSession } from '../workspace.js';

/** `restudy runs`: all runs, newest first. */
export async function runs(options: CommonOptions): Promise<number> {
  return withSession(options, async ({ store }) => {
    const all = store.runs();
    if (options.json) {
      for (const run of all) process.stdout.write(`${JSON.stringify({ type: 'run', ...run })}\n`);
      return 0;
    }
    if (all.length === 0) {
      process.stdout.write(`There are no runs in ${options.cache} yet. restudy run makes one.\n`);
      return 0;
    }
    const rows = all.map(({ id, startedAt, endedAt, outcome, steps, command }) => {
      const tally = (wanted: string) => String(steps.filter((step) => step.outcome === wanted).length);
      const seconds = endedAt ? duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000) : '';
      return [
        id,
        startedAt,
        outcome ?? 'killed',
        seconds,
        tally('hit'),
        tally('ran'),
        tally('failed'),
        command.join(' '),
      ];
    });
    const columns = ['run', 'started', 'outcome', 'took', 'hits', 'ran', 'failed', 'command'];
    process.stdout.write(
      `${table(
        columns.map((title) => ({ title, align: 'left' })),
        rows,
      )}\n`,
    );
    return 0;
  });
}
