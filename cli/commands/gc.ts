import type { Key } from '../../cache/hash.js';
import type { CollectOptions, CollectReport } from '../../cache/store.js';
import { planSteps } from '../../pipeline/plan/plan.js';
import { megabytes, thousands } from '../../reports/words/words.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText, writeWarning } from '../terminal/output.js';
import { Workspace } from '../workspace/workspace.js';

export interface GcOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly keepRuns: number;
  /** In seconds. */
  readonly olderThan?: number;
  /** In bytes. */
  readonly maxSize?: number;
}

/**
 * `restudy cache gc`: deletes what neither the study as it is now, nor a tagged run, nor one of the newest runs
 * used, and gives the room back. Returns 1 if nothing could be deleted because the cache is in use, or if it
 * does not fit into --max-size.
 */
export async function gc(options: GcOptions): Promise<number> {
  const { keepRuns, olderThan, maxSize: maxBytes } = options;
  const usedBeforeMs = olderThan === undefined ? undefined : Date.now() - olderThan * 1000;
  const workspace = new Workspace({ ...options, threads: 1 });
  const steps = await workspace.steps();
  return workspace.withSession(async (session) => {
    const planned = await planSteps(steps, session);
    const keep = new Set<Key>(planned.flatMap((step) => (step.action === 'hit' ? [step.record.key] : [])));
    const collect: CollectOptions = {
      keep,
      keepRuns,
      ...(usedBeforeMs !== undefined && { usedBeforeMs }),
      ...(maxBytes !== undefined && { maxBytes }),
      ...(options.dryRun && { dryRun: true }),
    };
    const report = await session.store.collect(collect);
    const problem = problemOf(report, maxBytes);
    if (options.json) {
      const { others, ...rest } = report;
      const pids = others.map(({ pid }) => pid);
      writeLine({ type: 'cache-gc', ...rest, others: pids, problem });
    } else writeText(summary(report));
    if (problem === null) return 0;
    writeWarning(problem);
    return 1;
  });
}

function summary({ done, records, cells, artifacts, artifactBytes, ...sizes }: CollectReport): string {
  const what = `${thousands(records)} records, ${thousands(cells)} cells and ${thousands(artifacts)} artifacts`;
  const line = `${done ? 'Deleted' : 'Would delete'} ${what}: ${megabytes(artifactBytes)}.`;
  if (!done) return line;
  return `${line}\nOn disk: ${megabytes(sizes.bytesBefore)} before, ${megabytes(sizes.bytesAfter)} now.`;
}

/** What did not work as it was asked for, and what to do. */
function problemOf(
  { done, others, artifactBytes, ...sizes }: CollectReport,
  maxBytes?: number,
): string | null {
  if (others.length > 0) {
    const who = others.map(({ pid }) => pid).join(', ');
    const processes = others.length === 1 ? 'another process has' : `${others.length} other processes have`;
    return `nothing was deleted, as ${processes} the cache open (${who}). Run gc again when they are done: it frees ${megabytes(artifactBytes)}.`;
  }
  if (!done) return null;
  if (maxBytes !== undefined && sizes.usedBytes > maxBytes) {
    return `what is kept takes up ${megabytes(sizes.usedBytes)}, more than --max-size ${megabytes(maxBytes)}: keep fewer runs with --keep-runs, ask for less with --older-than, take tags away, or allow more.`;
  }
  if (sizes.bytesAfter > sizes.usedBytes) {
    return `the disk has no room for the compact copy (${megabytes(sizes.usedBytes)}) that would take the place of the cache's file, so that stays as large as it is: free some and run gc again.`;
  }
  return null;
}
