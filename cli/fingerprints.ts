import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Fingerprints } from '../pipeline/fingerprint.js';
import { releaseFingerprints, releaseSchema } from '../pipeline/fingerprint-release.js';
import type { KeptSources } from '../pipeline/kept-source.js';

/** The fingerprints that a release carries of its own stages and estimators. */
export function shippedFingerprints(): Fingerprints {
  const release = readFileSync(new URL('./fingerprints.json', import.meta.url), 'utf8');
  return releaseFingerprints(v.parse(releaseSchema, JSON.parse(release)), readReleaseSources);
}

/** The sources serve to explain only: a release without them, or with others, runs as well. */
async function readReleaseSources(): Promise<KeptSources> {
  const { keptSourcesSchema } = await import('../pipeline/kept-source.js');
  try {
    const text = readFileSync(new URL('./sources.json', import.meta.url), 'utf8');
    return keptSourcesSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
