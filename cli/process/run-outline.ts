import path from 'node:path';
import type { Json } from '../../cache/json.js';
import type { Session } from '../../pipeline/key/session.js';
import { StepHistory } from '../../pipeline/key/step-history.js';
import type { ConfiguredStep } from '../../pipeline/study/configure.js';

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
  /** How long it took with the params that were nearest to these; null if that is not known. */
  readonly lastSeconds: number | null;
}

/** The outline of a run of these steps. */
export function outlineRun(steps: readonly ConfiguredStep[], jobs: number, session: Session): RunOutline {
  const history = new StepHistory(session);
  const reads = steps.flatMap(({ stage, checkedParams }) =>
    Object.values(stage.files?.(checkedParams as never) ?? {}).map((file) => path.resolve(file)),
  );
  return {
    steps: steps.map((step) => ({
      step: step.id,
      after: [...new Set(Object.values(step.inputs).map((output) => output.step))],
      lastSeconds: history.nearest(step, { params: paramsOf(step) })?.circumstances.seconds ?? null,
    })),
    jobs,
    reads: [...new Set(reads)].sort(),
  };
}

/** The params as its key will have them: what else that has is known when the step's turn comes. */
function paramsOf({ stage, checkedParams }: ConfiguredStep): Json {
  return (stage.keyParams?.(checkedParams as never) ?? checkedParams) as Json;
}
