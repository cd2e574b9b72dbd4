import { z } from 'zod';

/** The message of a broken rule: which param, what it must be, what it is. */
export function must(name: string, rule: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      `${name} must be ${rule}; got ${JSON.stringify(input)}.`,
  };
}

/** An integer param in a range. */
export function integer(name: string, least: number, most: number, rule: string) {
  const message = must(name, rule);
  return z.int(message).min(least, message).max(most, message);
}

/** How many samples to train on: the first so many, as many as there are if fewer, or all (null). */
export const trainOn = integer(
  'trainOn',
  1,
  Number.MAX_SAFE_INTEGER,
  'a positive number of samples, or null for all of them',
)
  .nullable()
  .default(null);
