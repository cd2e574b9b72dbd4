import * as v from 'valibot';
import { type Code, codeSchema } from '../../cache/record.js';
import type { PieceFingerprints } from './fingerprint.js';
import type { KeptSources } from './kept-source.js';

export const releaseSchema = v.record(v.string(), codeSchema);

/**
 * The code that a compiled release carries: name of a stage or estimator -> what it is. It is of the release's own pieces of
 * code: whoever asks knows that it asks for one of them.
 * @param loadSources reads the sources that it carries beside them, when they are needed first.
 */
export function releasedCode(
  release: Readonly<Record<string, Code>>,
  loadSources: () => Promise<KeptSources> = async () => ({}),
): PieceFingerprints {
  let loaded: Promise<KeptSources> | undefined;
  return {
    async of({ coded }) {
      const code = release[coded.name];
      if (!code) throw new Error(`This release carries no fingerprint of "${coded.name}".`);
      return code;
    },
    async source({ coded }) {
      loaded ??= loadSources();
      return (await loaded)[coded.name];
    },
    // A release's code cannot change under it.
    changedFile: async () => undefined,
  };
}
