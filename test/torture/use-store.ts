// Uses a damaged store in a process of its own, since LMDB may take the process with it: told a folder by its parent, it
// tells what came of that.
import { isDeepStrictEqual } from 'node:util';
import { repairStore } from '../../cache/lmdb/lmdb-repair.js';
import { openLmdbStore } from '../../cache/lmdb/lmdb-store.js';
import type { Store } from '../../cache/store.js';
import { StoreError } from '../../cache/store-error.js';
import { artifactOf, recordOf } from '../cache/samples.js';
import { type Sample, type SampleSize, sample } from './sample-store.js';

/** What a use of a store came to. */
export type Used =
  /** How much of what was there is there still. */
  | { readonly kind: 'used'; readonly records: number; readonly artifacts: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** What must never be. */
  | { readonly kind: 'wrong'; readonly what: string };

export interface Task {
  readonly folder: string;
  /** Which store it was, before it was damaged. */
  readonly size: SampleSize;
  readonly repair: boolean;
}

const SAMPLES = { small: sample('small'), large: sample('large') } as const;

async function use({ folder, size, repair }: Task): Promise<Used> {
  try {
    if (repair) await repairStore(folder);
    const store = openLmdbStore(folder);
    try {
      const found = look(store, SAMPLES[size]);
      await store.verify();
      store.verifyChain();
      await work(store, SAMPLES[size]);
      const after = look(store, SAMPLES[size]);
      if (repair && after.records < found.records) throw new Error('a repaired store loses records');
      return { kind: 'used', ...found };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof StoreError) return { kind: 'refused', code: error.code, message: error.message };
    return { kind: 'wrong', what: (error as Error).stack ?? String(error) };
  }
}

/** Counts what is there. Throws if anything is another thing than it was. */
function look(store: Store, { records, artifacts }: Sample): { records: number; artifacts: number } {
  store.runs();
  store.tags();
  const kept = artifacts.filter(({ hash, bytes }) => {
    const read = store.readArtifact(hash);
    if (read && Buffer.compare(read, bytes) !== 0) throw new Error(`the artifact ${hash} has other bytes`);
    return read !== undefined;
  });
  const found = records.filter((record) => {
    const read = store.findRecord(record.key);
    if (read && !isDeepStrictEqual(read, record)) throw new Error(`the record ${record.key} is another one`);
    return read !== undefined;
  });
  return { records: found.length, artifacts: kept.length };
}

/** What a run does: writes, and finds what it wrote. */
async function work(store: Store, { records }: Sample): Promise<void> {
  const artifact = artifactOf('made later');
  const record = recordOf('later', { model: artifact.hash });
  await store.commit({ artifacts: [artifact], record });
  if (!store.findRecord(record.key)) throw new Error('what was just committed is not there');
  await (await store.claim(record.key))?.release();
  await store.collect({ keep: new Set(records.map(({ key }) => key)), keepRuns: 3 });
}

process.on('message', async (task: Task) => process.send!(await use(task)));
