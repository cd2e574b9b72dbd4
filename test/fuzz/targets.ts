import type { OpenTarget } from './target.js';
import type { TargetName } from './target-names.js';
import { codec, entries, npy } from './targets/cache.js';
import { commandLine } from './targets/command-line.js';
import { dataFile } from './targets/data-file.js';
import { gzip, idx } from './targets/idx.js';
import { livePage } from './targets/live-page.js';
import { openml } from './targets/openml.js';
import { set, words, yaml } from './targets/params.js';
import { png } from './targets/png.js';
import { arff, csv, parquet } from './targets/tables.js';

/** Name -> how to throw inputs at it. */
export const targets: Readonly<Record<TargetName, OpenTarget>> = {
  idx,
  gzip,
  png,
  arff,
  csv,
  parquet,
  openml,
  yaml,
  set,
  words,
  'command-line': commandLine,
  npy,
  codec,
  entries,
  'data-file': dataFile,
  'live-page': livePage,
};
