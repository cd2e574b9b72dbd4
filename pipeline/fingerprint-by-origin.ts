import { type Coded, withParts } from './code.js';
import type { Fingerprints } from './fingerprint.js';

/**
 * Fingerprints of a study whose code comes from two places: what a release brought, and what stands beside it in sources.
 * @param isReleased says of a module, given its URL, whether it is the release's.
 */
export function fingerprintsByOrigin(
  released: Fingerprints,
  own: Fingerprints,
  isReleased: (module: string) => boolean,
): Fingerprints {
  /** Each piece by itself: what a release has put together may have own parts. */
  const pieces = (coded: readonly Coded[], wanted: boolean) =>
    coded
      .flatMap(withParts)
      .filter(({ module }) => isReleased(module) === wanted)
      .map(({ name, module }) => ({ name, module }));
  return {
    async of(coded) {
      const [theirs, ours] = await Promise.all([
        released.of(pieces(coded, true)),
        own.of(pieces(coded, false)),
      ]);
      return { ...theirs, ...ours };
    },
    async sources(coded) {
      const [theirs, ours] = await Promise.all([
        released.sources(pieces(coded, true)),
        own.sources(pieces(coded, false)),
      ]);
      return { ...theirs, ...ours };
    },
    changedFile: (coded) => own.changedFile(pieces(coded, false)),
  };
}
