import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { PieceFingerprints } from '../../pipeline/code/fingerprint.js';
import { releasedCode, releaseSchema } from '../../pipeline/code/from-release.js';
import type { KeptSources } from '../../pipeline/code/kept-source.js';

/** The code that a release carries of its own stages and estimators. */
export function shippedCode(): PieceFingerprints {
  const release = readFileSync(new URL('./fingerprints.json', import.meta.url), 'utf8');
  return releasedCode(v.parse(releaseSchema, JSON.parse(release)), readReleaseSources);
}

/** The sources serve to explain only: a release without them, or with others, runs as well. */
async function readReleaseSources(): Promise<KeptSources> {
  const { keptSourcesSchema } = await import('../../pipeline/code/kept-source.js');
  try {
    const text = readFileSync(new URL('./sources.json', import.meta.url), 'utf8');
    return keptSourcesSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
