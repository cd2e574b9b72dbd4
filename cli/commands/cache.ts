import path from 'node:path';
import { findFault } from '../../cache/lmdb/lmdb-check.js';
import { damaged } from '../../cache/store-error.js';
import { type OlderRecords, olderRecords } from '../../pipeline/audit/older-records.js';
import { doubtfulTexts } from '../../reports/text/older-records-text.js';
import { megabytes, thousands } from '../../reports/words/words.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { withStore } from '../workspace/open-store.js';

export interface VerifyOptions extends CommonOptions {
  readonly repair?: boolean;
}

/** `restudy cache stats`: what is kept and what it takes up. */
export async function stats(options: CommonOptions): Promise<number> {
  return withStore(options, async (store) => {
    const { artifacts, artifactBytes, records, cells, runs, fileBytes } = store.stats();
    if (options.json) writeLine({ type: 'cache-stats', ...store.stats() });
    else {
      writeText(
        [
          `artifacts  ${thousands(artifacts)} (${megabytes(artifactBytes)})`,
          `records    ${thousands(records)}`,
          `cells      ${thousands(cells)}`,
          `runs       ${thousands(runs)}`,
          `on disk    ${megabytes(fileBytes)}`,
        ].join('\n'),
      );
    }
    return 0;
  });
}

/**
 * `restudy cache verify`: checks everything. Returns 1 if something was damaged. With --repair, a file that LMDB cannot be
 * trusted with is replaced by a new one first, with what is good of it. Records of older formats are counted, and those
 * that may be poisoned named: that is no damage.
 */
export async function verify(options: VerifyOptions): Promise<number> {
  if (options.repair) await repair(options);
  const folder = path.resolve(options.cache);
  const fault = findFault(folder);
  if (fault !== undefined) throw damaged(folder, fault);
  return withStore(options, async (store) => {
    const report = await store.verify();
    const { artifacts, records, damaged, broken } = report;
    const fine = damaged.length + broken.length === 0;
    const older = olderRecords(store);
    if (options.json) writeLine({ type: 'cache-verify', ...report, olderRecords: older });
    else if (fine) {
      writeText(
        `${thousands(artifacts)} artifacts and ${thousands(records)} records are as they were written.`,
      );
    } else {
      for (const hash of damaged) writeText(`damaged artifact ${hash}: deleted`);
      for (const what of broken) writeText(`broken ${what}: deleted`);
      writeText('What was deleted is computed again by the next restudy run.');
    }
    if (!options.json && older.records > 0) writeText(olderText(older));
    return fine ? 0 : 1;
  });
}

function olderText({ records, doubtful }: OlderRecords): string {
  const count = `${thousands(records)} of the records ${records === 1 ? 'is' : 'are'} of an older format: history, never a hit.`;
  if (doubtful.length === 0) return count;
  const poisoned = `${thousands(doubtful.length)} may hold what is not their step's own result; restudy audit executes again what the study's steps have:`;
  return `${[count, poisoned, ...doubtfulTexts(doubtful).map((text) => `    ${text}`)].join('\n')}`;
}

async function repair({ cache, json }: VerifyOptions): Promise<void> {
  const { repairStore } = await import('../../cache/lmdb/lmdb-repair.js');
  const report = await repairStore(path.resolve(cache));
  if (json) writeLine({ type: 'cache-repair', ...report });
  else {
    const { artifacts, records, damaged, kept } = report;
    writeText(
      `Kept ${thousands(artifacts)} artifacts and ${thousands(records)} records in a new file; ${thousands(damaged)} were damaged. The old file is ${kept}: delete it when all is well.`,
    );
  }
}

/** `restudy cache clear`: deletes everything. */
export async function clear(options: CommonOptions): Promise<number> {
  return withStore(options, async (store) => {
    const { artifacts, records } = store.stats();
    await store.clear();
    if (options.json) writeLine({ type: 'cache-clear', artifacts, records });
    else writeText(`Deleted ${thousands(artifacts)} artifacts and ${thousands(records)} records.`);
    return 0;
  });
}
