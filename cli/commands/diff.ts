import type { StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { compareRuns, type RunSide } from '../../pipeline/history/compare-runs.js';
import { findRun } from '../../pipeline/history/find-run.js';
import { compareFigures } from '../../reports/figures/figure-differences.js';
import { figuresOf } from '../../reports/figures/figures.js';
import { type DiffRow, diffText } from '../../reports/text/diff-text.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { Workspace } from '../workspace/workspace.js';

/** `restudy diff`: two runs side by side, step by step. */
export async function diff(first: string, second: string, options: CommonOptions): Promise<number> {
  const workspace = new Workspace(options);
  const { steps } = await workspace.study();
  return workspace.withSession(async ({ store }) => {
    const [before, now] = [findRun(store, first), findRun(store, second)];
    const order = steps.map(({ id }) => id);
    const rows = compareRuns(before, now, store, order).map((compared): DiffRow => {
      const [old, current] = [compared.before?.record, compared.now?.record].map(
        (record) => record && figures(record, store),
      );
      return { compared, ...(old ? { before: old } : {}), ...(current ? { now: current } : {}) };
    });
    if (options.json) {
      const { steps: _, ...header } = before;
      const { steps: __, ...nowHeader } = now;
      writeLine({ type: 'diff', before: header, now: nowHeader });
      for (const row of rows) writeLine(stepLine(row));
    } else {
      const tags = store.tags();
      const tagsOf = (run: string) => tags.filter((tag) => tag.run === run).map(({ name }) => name);
      writeText(diffText(before, now, rows, tagsOf));
    }
    return 0;
  });
}

function figures(record: StepRecord, store: Store) {
  return figuresOf(record, (hash) => store.readArtifact(hash));
}

function stepLine({ compared, before, now }: DiffRow): object {
  const { step, same, reasons } = compared;
  return {
    type: 'diff-step',
    step,
    before: sideLine(compared.before),
    now: sideLine(compared.now),
    same: same ?? null,
    reasons,
    figures: compareFigures(before, now),
  };
}

/** `seconds` is what the step took in this run; `tookSeconds` what it took when it ran, perhaps in an earlier one. */
function sideLine(side: RunSide | undefined): object | null {
  if (!side) return null;
  const { entry, record } = side;
  const { step: _, ...shown } = entry;
  return {
    ...shown,
    ...(record ? { outputs: record.outputs, tookSeconds: record.circumstances.seconds } : {}),
  };
}
