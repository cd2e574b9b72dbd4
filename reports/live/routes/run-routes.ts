import { Hono } from 'hono';
import type { RunRecord, StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { compareRuns, type RunSide } from '../../../pipeline/history/compare-runs.js';
import { findRun } from '../../../pipeline/history/find-run.js';
import type { Study } from '../../../pipeline/study/study.js';
import { figuresChange } from '../../figures/figure-differences.js';
import { figuresOf } from '../../figures/figures.js';
import { changeTexts, type DiffRow } from '../../text/diff-text.js';
import type { DiffContent, RunListing, RunsContent } from '../wire.js';
import type { LiveWorkspace } from '../workspace.js';

/** A page lists the newest ones. */
const MOST_LISTED = 200;

/** The history of runs, and two of them side by side. */
export function runRoutes({ study, withSession }: LiveWorkspace): Hono {
  return new Hono()
    .get('/api/runs', async (context) => {
      const content = await withSession(async ({ store }): Promise<RunsContent> => {
        const runs = store.runs();
        return { runs: runs.slice(0, MOST_LISTED).map((run) => listing(run, store)), total: runs.length };
      });
      return context.json(content);
    })
    .get('/api/diff', async (context) => {
      const { before = '', now = '' } = context.req.query();
      const content = await withSession(async ({ store }) =>
        diffContent(findRun(store, before, 'before'), findRun(store, now, 'now'), store, study),
      );
      return context.json(content);
    });
}

function listing({ id, startedAt, endedAt, outcome, steps, command }: RunRecord, store: Store): RunListing {
  const tally = (wanted: string) => steps.filter((step) => step.outcome === wanted).length;
  return {
    id,
    startedAt,
    seconds: endedAt === undefined ? null : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000,
    outcome: outcome ?? null,
    counts: { hit: tally('hit'), ran: tally('ran'), failed: tally('failed'), skipped: tally('skipped') },
    command: command.join(' '),
    tags: store
      .tags()
      .filter((tag) => tag.run === id)
      .map(({ name }) => name),
  };
}

function diffContent(before: RunRecord, now: RunRecord, store: Store, study: Study): DiffContent {
  const order = study.steps.map(({ id }) => id);
  const figures = (record: StepRecord | undefined) =>
    record && figuresOf(record, (hash) => store.readArtifact(hash, 'keep'));
  const rows = compareRuns(before, now, store, order).map((compared) => {
    const [old, current] = [figures(compared.before?.record), figures(compared.now?.record)];
    const row: DiffRow = {
      compared,
      ...(old ? { before: old } : {}),
      ...(current ? { now: current } : {}),
    };
    return {
      step: compared.step,
      before: sideView(compared.before),
      now: sideView(compared.now),
      same: compared.same ?? null,
      figures: figuresChange(old, current),
      changes: changeTexts(row),
    };
  });
  return { before: listing(before, store), now: listing(now, store), rows };
}

function sideView(side: RunSide | undefined) {
  return side ? { outcome: side.entry.outcome, seconds: side.record?.circumstances.seconds ?? null } : null;
}
