import type { Work } from '../classifier.js';

/** The same work, for a part of it whose own progress 0 to 1 moves the whole from `start` to `end`. */
export function phase(work: Work, start: number, end: number): Work {
  const { compute, signal, onProgress } = work;
  return {
    compute,
    signal,
    onProgress: onProgress && ((fraction) => onProgress(start + (end - start) * fraction)),
  };
}
