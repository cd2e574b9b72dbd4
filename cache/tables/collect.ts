import type { Hash, Key } from '../hash.js';
import type { RunRecord, StepRecord, Tag } from '../record.js';
import type { Sign } from '../signature.js';
import type { CollectOptions, CollectReport } from '../store.js';
import { ArtifactCounts } from './artifact-counts.js';
import { withLink } from './chain.js';
import { parseEntry } from './entries.js';
import type { Tables, Write } from './tables.js';

/**
 * Which results a store can do without, and deleting them.
 *
 * A *result* is the record of a step and the cells (trees, scores of folds) that its computation made or took up
 * last; or such cells alone, if the step never came to its end. Results are kept or deleted as a whole. Kept is
 *   - a result whose key the caller names: those are the study as it is now;
 *   - what a tagged run or one of the newest runs used, and what those were blessed from;
 *   - of steps that did not come to their end, the cells used since the oldest of the newest runs began, so
 *     that the next run continues a killed one;
 *   - what was used after a given moment, and, where the size is bounded, as much as fits: what was used last is
 *     deleted last, and of what was used at the same time what was made first, as the rest was made from it.
 * An artifact is kept as long as a kept result holds it (as output, source or cell) or another kept artifact
 * refers to it. A cell's entry stays as long as its artifact. Runs, tags and the chain always stay: they are small,
 * and the history of what was done.
 */
export interface Usage {
  /** Newest first. */
  readonly runs: readonly RunRecord[];
  readonly tags: readonly Tag[];
}

/** Deletes what `options` say. Nobody else may use the tables meanwhile. See Store.collect. */
export async function collectTables(
  tables: Tables,
  usage: Usage,
  options: CollectOptions,
  sign?: Sign,
): Promise<CollectReport> {
  const bytesBefore = tables.fileBytes();
  const sum = { records: 0, cells: 0, artifacts: 0, artifactBytes: 0 };
  for (;;) {
    const { writes, ...counts } = planCollection(tables, usage, options);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
    if (options.dryRun || writes.length === 0) break;
    // Record and artifacts go in one transaction: no record is ever seen without them.
    await tables.write(withLink(writes, sign));
    // The bound was met by an estimate. It is measured before we are done.
    if (options.maxBytes === undefined || tables.usedBytes() <= options.maxBytes) break;
  }
  const usedBytes = tables.usedBytes();
  return {
    done: !options.dryRun,
    ...sum,
    others: [],
    bytesBefore,
    bytesAfter: tables.fileBytes(),
    usedBytes,
  };
}

interface Result {
  readonly key: Key;
  readonly record?: StepRecord;
  readonly holds: Set<Hash>;
  /** In ms since the epoch, as `madeMs`. */
  usedMs: number;
  readonly madeMs: number;
}

interface Collection {
  readonly writes: Write[];
  readonly records: number;
  readonly cells: number;
  readonly artifacts: number;
  readonly artifactBytes: number;
}

/** What to delete. Reads all artifacts once, for their references. */
function planCollection(tables: Tables, usage: Usage, options: CollectOptions): Collection {
  const uses = usesOf(usage.runs);
  const results = resultsOf(tables, uses);
  const roots = rootsOf(results, usage, options);
  const artifacts = new ArtifactCounts(
    tables,
    [...results.values()].map(({ holds }) => holds),
  );
  const { usedBeforeMs = Number.POSITIVE_INFINITY, maxBytes = Number.NEGATIVE_INFINITY } = options;
  const excess = tables.usedBytes() - maxBytes;
  const writes: Write[] = [];
  const candidates = [...results.values()]
    .filter(({ key, usedMs }) => !roots.has(key) && usedMs < usedBeforeMs)
    .sort((first, second) => first.usedMs - second.usedMs || second.madeMs - first.madeMs);
  for (const { key, record, holds } of candidates) {
    if (artifacts.freedBytes >= excess) break;
    if (record) writes.push({ table: 'records', key });
    for (const hash of holds) artifacts.release(hash);
  }
  const records = writes.length;
  for (const [key, text] of tables.entries('cells')) {
    const cell = parseEntry('cells', key, text);
    if (!cell || !artifacts.isKept(cell.hash)) writes.push({ table: 'cells', key });
  }
  const cells = writes.length - records;
  for (const blob of artifacts.freed) writes.push({ blob });
  return { writes, records, cells, artifacts: artifacts.freed.size, artifactBytes: artifacts.freedBytes };
}

/** Key -> when a run last used its record. */
function usesOf(runs: readonly RunRecord[]): ReadonlyMap<Key, number> {
  const uses = new Map<Key, number>();
  for (const { startedAt, steps } of runs) {
    for (const key of keysOf(steps)) uses.set(key, Math.max(uses.get(key) ?? 0, Date.parse(startedAt)));
  }
  return uses;
}

function resultsOf(tables: Tables, uses: ReadonlyMap<Key, number>): Map<Key, Result> {
  const results = new Map<Key, Result>();
  for (const [name, text] of tables.entries('records')) {
    const record = parseEntry('records', name, text);
    if (!record) continue;
    const { key, outputs, sources = {}, circumstances } = record;
    const madeMs = Date.parse(circumstances.startedAt);
    const holds = new Set([...Object.values(outputs), ...Object.values(sources)]);
    results.set(key, { key, record, holds, usedMs: uses.get(key) ?? madeMs, madeMs });
  }
  for (const [name, text] of tables.entries('cells')) {
    const { hash, usedBy } = parseEntry('cells', name, text) ?? {};
    if (!hash || !usedBy) continue;
    const { step, atMs } = usedBy;
    const result = results.get(step) ?? { key: step, holds: new Set(), usedMs: atMs, madeMs: atMs };
    results.set(step, result);
    result.holds.add(hash);
    if (!result.record) result.usedMs = Math.max(result.usedMs, atMs);
  }
  return results;
}

/** The keys of the results that are kept in any case. */
function rootsOf(
  results: ReadonlyMap<Key, Result>,
  { runs, tags }: Usage,
  { keep, keepRuns }: CollectOptions,
): ReadonlySet<Key> {
  const newest = runs.slice(0, keepRuns);
  const tagged = new Set(tags.map(({ run }) => run));
  const roots = new Set(keep);
  for (const run of [...newest, ...runs.filter(({ id }) => tagged.has(id))]) {
    for (const key of keysOf(run.steps)) roots.add(key);
  }
  const oldest = newest.at(-1);
  const unfinishedSince = oldest ? Date.parse(oldest.startedAt) : Number.POSITIVE_INFINITY;
  for (const { key, record, usedMs } of results.values()) {
    if (!record && usedMs >= unfinishedSince) roots.add(key);
  }
  // A set that grows while it is walked: what is added is walked, too.
  for (const key of roots) {
    const from = results.get(key)?.record?.blessed?.from;
    if (from) roots.add(from);
  }
  return roots;
}

function keysOf(steps: RunRecord['steps']): Key[] {
  return steps.flatMap(({ key, outcome }) => (key && (outcome === 'hit' || outcome === 'ran') ? [key] : []));
}
