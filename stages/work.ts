import type { Compute } from '../estimators/compute/compute.js';
import type { Work } from '../estimators/compute/work.js';
import type { Resources } from '../pipeline/study/stage.js';

// What the study's stages need from the program that runs them.
declare module '../pipeline/study/stage.js' {
  interface Resources {
    readonly compute: Compute;
  }
}

/** What an estimator works with, taken from a running stage. */
export function workOf(call: {
  readonly resources: Resources;
  readonly signal: AbortSignal;
  progress(fraction: number): void;
}): Work {
  return {
    compute: call.resources.compute,
    signal: call.signal,
    onProgress: (fraction) => call.progress(fraction),
  };
}
