import type { Work } from '../classifier.js';

/** The same work, whose own progress from 0 to 1 is reported as `from` to `to` of the whole. */
export function partOfWork(work: Work, from: number, to: number): Work {
  const { onProgress } = work;
  if (!onProgress) return work;
  return { ...work, onProgress: (fraction) => onProgress(from + (to - from) * fraction) };
}
