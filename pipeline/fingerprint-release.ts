import * as z from 'zod';
import { type Code, codeSchema } from '../cache/record.js';
import { withParts } from './code.js';
import type { Fingerprints } from './fingerprint.js';

export const releaseSchema = z.record(z.string(), codeSchema);

/** The fingerprints that a compiled release carries: name of a stage or estimator -> its code. */
export function releaseFingerprints(release: Readonly<Record<string, Code>>): Fingerprints {
  return {
    async of(coded) {
      return Object.fromEntries(
        coded.flatMap(withParts).map(({ name }) => {
          const code = release[name];
          if (!code) throw new Error(`This release carries no fingerprint of "${name}".`);
          return [name, code];
        }),
      );
    },
    // A release's code cannot change under it.
    changedFile: async () => undefined,
  };
}
