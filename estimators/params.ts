import * as z from 'zod';

/** The message of a broken rule: which param, what it must be, what it is. */
export function must(name: string, rule: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      `${name} must be ${rule}; got ${JSON.stringify(input)}.`,
  };
}

/** An integer param from `least` to `most`; `rule` says so in words. */
export function integer(name: string, least: number, most: number, rule: string) {
  const message = must(name, rule);
  return z.int(message).min(least, message).max(most, message);
}

/** A number above 0. */
export function positive(name: string) {
  const message = must(name, 'a number above 0');
  return z.number(message).positive(message);
}

/** A seed of NumPy's legacy random streams. */
export function seed(name: string) {
  return integer(name, 0, 0xffffffff, 'an integer from 0 to 4294967295 (a seed)');
}
