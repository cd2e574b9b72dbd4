import type { DoubtfulRecord } from '../../pipeline/audit/older-records.js';
import { printable } from '../words/printable.js';
import { thousands } from '../words/words.js';

/** More of them say no more; JSON has all. */
const SHOWN_RECORDS = 10;

/** The records that may be poisoned, a line each, and why. */
export function doubtfulTexts(doubtful: readonly DoubtfulRecord[]): string[] {
  const rest = doubtful.length - SHOWN_RECORDS;
  return [
    ...doubtful.slice(0, SHOWN_RECORDS).map(doubtfulText),
    ...(rest > 0 ? [`and ${thousands(rest)} more (--json names all)`] : []),
  ];
}

function doubtfulText({ key, step, takenOver, files }: DoubtfulRecord): string {
  const why = [
    ...takenOver.map(({ step: taker, run }) => `run ${run} took it over as a hit for ${taker}`),
    ...(files.length > 0
      ? [`the hash of its data (${files.join(', ')}) was remembered by size, time and inode`]
      : []),
  ];
  return printable(`${step} (key ${key.slice(0, 12)}): ${why.join('; ')}`);
}
