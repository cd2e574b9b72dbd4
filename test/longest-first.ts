import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, on a machine that has not run them yet. */
const LONG = [
  'study',
  'cli/commands/watch',
  'browser/report',
  'cli/live/live-page',
  'cache/lmdb/store.collect',
  'cache/lmdb/store.processes',
  'drawing',
  'cli/rerun',
  'cli/workspace/own-study',
  'cli/commands/audit',
  'cli/terminal/hostile-names',
  'examples',
  'cli/commands/lineage',
  'cli/errors',
];

/** Long test files first, so that in the end no core is idle while another one has a long file left. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => place(one) - place(other));
  }
}

function place({ moduleId }: TestSpecification): number {
  const index = LONG.findIndex((name) => moduleId.endsWith(path.join('/test', `${name}.test.ts`)));
  return index < 0 ? LONG.length : index;
}
