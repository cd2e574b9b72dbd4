import type { Work } from '../estimators/classifier.js';
import type { Resources } from '../pipeline/stage.js';
import type {} from './resources.js';

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
