import * as v from 'valibot';
import { type Code, codeSchema } from '../cache/record.js';
import { withParts } from './code.js';
import type { Fingerprints } from './fingerprint.js';
import type { KeptSources } from './kept-source.js';

export const releaseSchema = v.record(v.string(), codeSchema);

/**
 * The fingerprints that a compiled release carries: name of a stage or estimator -> its code.
 * @param loadSources reads the sources that it carries beside them, when they are needed first.
 */
export function releaseFingerprints(
  release: Readonly<Record<string, Code>>,
  loadSources: () => Promise<KeptSources> = async () => ({}),
): Fingerprints {
  const known = new Map<string, Readonly<Record<string, Code>>>();
  const find = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => {
        const code = release[name];
        if (!code) throw new Error(`This release carries no fingerprint of "${name}".`);
        return [name, code];
      }),
    );
  let loaded: Promise<KeptSources> | undefined;
  return {
    async of(coded) {
      const names = coded.flatMap(withParts).map(({ name }) => name);
      const id = names.join();
      const code = known.get(id) ?? find(names);
      known.set(id, code);
      return code;
    },
    async sources(coded) {
      loaded ??= loadSources();
      const sources = await loaded;
      return Object.fromEntries(
        coded.flatMap(withParts).flatMap(({ name }) => {
          const source = sources[name];
          return source ? [[name, source]] : [];
        }),
      );
    },
    // A release's code cannot change under it.
    changedFile: async () => undefined,
  };
}
