/** Everything that reads what somebody else wrote. */
export const TARGET_NAMES = [
  'idx',
  'gzip',
  'png',
  'arff',
  'csv',
  'parquet',
  'openml',
  'yaml',
  'set',
  'words',
  'command-line',
  'npy',
  'codec',
  'entries',
  'data-file',
  'live-page',
] as const;

export type TargetName = (typeof TARGET_NAMES)[number];
