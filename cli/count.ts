import { RestudyError } from '../pipeline/errors.js';

/** Steps that may be open at once (--jobs). */
export const MOST_JOBS = 64;

/** An option that counts something: an integer from 1 to `most`. */
export function count(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new RestudyError('bad-usage', `${option} must be a whole number from 1 to ${most}; got "${text}".`);
  }
  return value;
}
