import type { Compute } from './compute.js';

/** What a fit or a prediction runs with. None of it may change the result. */
export interface Work {
  /** The worker threads and their shared memory. */
  readonly compute: Compute;
  /** Aborting rejects with `signal.reason` as soon as the tasks already on a thread have ended. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the share of the work that is done, 0 to 1, never decreasing. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** The same work, for a part of it whose own progress 0 to 1 moves the whole from `start` to `end`. */
export function phase(work: Work, start: number, end: number): Work {
  const { compute, signal, onProgress } = work;
  return {
    compute,
    signal,
    onProgress: onProgress && ((fraction) => onProgress(start + (end - start) * fraction)),
  };
}
