import { runsText } from '../../reports/text/runs-text.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { windowColumns } from '../terminal/terminal-window.js';
import { Workspace } from '../workspace/workspace.js';

/** `restudy runs`: all runs, newest first, with their tags. */
export async function runs(options: CommonOptions): Promise<number> {
  return new Workspace(options).withSession(async ({ store }) => {
    const tags = store.tags();
    const tagsOf = (run: string) => tags.filter((tag) => tag.run === run).map(({ name }) => name);
    const all = store.runs();
    if (options.json) {
      for (const run of all) writeLine({ type: 'run', ...run, tags: tagsOf(run.id) });
    } else if (all.length === 0) {
      writeText(`There are no runs in ${options.cache} yet. restudy run makes one.`);
    } else writeText(runsText(all, tagsOf, windowColumns()));
    return 0;
  });
}
