import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { exportHashesSchema } from '../pipeline/exported-code.js';
import type { Fingerprints } from '../pipeline/fingerprint.js';
import { fingerprintsByOrigin } from '../pipeline/fingerprint-by-origin.js';
import { sourceFingerprints } from '../pipeline/fingerprint-sources.js';
import { shippedFingerprints } from './fingerprints.js';

/**
 * The fingerprints of a study of one's own: own code from its sources, and the stages and estimators of this package as its
 * release knows them. What own code imports of `restudy/estimators` and `restudy/stages` counts by the hash of each export;
 * what it imports of `restudy`, the engine, does not count.
 * @param loadedAtMs when this process loaded the sources, in milliseconds since 1970: a file changed since then is refused.
 */
export function studyFingerprints(loadedAtMs?: number): Fingerprints {
  const exported = v.parse(
    exportHashesSchema,
    JSON.parse(readFileSync(new URL('./exports.json', import.meta.url), 'utf8')),
  );
  const release = new URL('./', import.meta.url).href;
  return fingerprintsByOrigin(shippedFingerprints(), sourceFingerprints(loadedAtMs, exported), (module) =>
    module.startsWith(release),
  );
}
