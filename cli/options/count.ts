import { RestudyError } from '../../pipeline/errors.js';

/** Steps that may be open at once (--jobs). */
export const MOST_JOBS = 64;
/** Worker threads (--threads). */
export const MOST_THREADS = 1024;

/** An option that counts something: an integer from `least` to `most`. */
export function count(option: string, text: string, most: number, least = 1): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RestudyError(
      'bad-usage',
      `${option} must be a whole number from ${least} to ${most}; got "${text}".`,
    );
  }
  return value;
}
