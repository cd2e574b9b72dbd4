import path from 'node:path';
import type { ConfiguredStep } from '../pipeline/configure.js';
import type { Session } from '../pipeline/session.js';

/** What can be said of a run's steps before it begins, for those who show it. */
export interface RunOutline {
  /** In an order they can run in. */
  readonly steps: readonly StepOutline[];
  /** How many of them may run at once. */
  readonly jobs: number;
  /** The files of data that the steps read, by their absolute paths. */
  readonly reads: readonly string[];
}

export interface StepOutline {
  readonly step: string;
  /** The steps whose outputs it takes. */
  readonly after: readonly string[];
  /** How long it took when it ran last; null if that is not known. */
  readonly lastSeconds: number | null;
}

/** The outline of a run of these steps. */
export function outlineRun(
  steps: readonly ConfiguredStep[],
  jobs: number,
  { study, store }: Session,
): RunOutline {
  const reads = steps.flatMap(({ stage, checkedParams }) =>
    Object.values(stage.files?.(checkedParams as never) ?? {}).map((file) => path.resolve(file)),
  );
  return {
    steps: steps.map(({ id, inputs }) => ({
      step: id,
      after: [...new Set(Object.values(inputs).map((output) => output.step))],
      lastSeconds: store.latestRecord(study, id)?.circumstances.seconds ?? null,
    })),
    jobs,
    reads: [...new Set(reads)].sort(),
  };
}
