/** A pace measured over less than this says nothing about the time left. */
const MIN_PACE_SECONDS = 1;

/** Seconds until the end of work of which a share is done, judged by the pace so far; null while it is too early to tell. */
export function secondsLeft(fraction: number, elapsedSeconds: number): number | null {
  if (elapsedSeconds < MIN_PACE_SECONDS || fraction <= 0) return null;
  return ((1 - fraction) * elapsedSeconds) / fraction;
}
