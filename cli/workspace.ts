import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import * as v from 'valibot';
import { openCompute } from '../estimators/compute/compute.js';
import { type ConfiguredStep, configure } from '../pipeline/configure.js';
import type { Fingerprints } from '../pipeline/fingerprint.js';
import { releaseFingerprints, releaseSchema } from '../pipeline/fingerprint-release.js';
import type { KeptSources } from '../pipeline/kept-source.js';
import type { Session } from '../pipeline/session.js';
import type {} from '../stages/resources.js';
import { study } from '../stages/study.js';
import { count, MOST_THREADS } from './count.js';
import { withStore } from './open-store.js';
import type { CommonOptions } from './options.js';
import { readSettings } from './settings.js';

/** The study's steps, their params settled as the options say. Bad params are found before anything is opened. */
export async function configuredSteps(options: CommonOptions): Promise<ConfiguredStep[]> {
  return configure(study, await readSettings(options));
}

/** Opens the cache and what steps run with, does some work, and closes everything. */
export async function withSession<Result>(
  options: CommonOptions & { readonly threads?: string },
  body: (session: Session) => Promise<Result>,
): Promise<Result> {
  const threads =
    options.threads === undefined
      ? availableParallelism()
      : count('--threads', options.threads, MOST_THREADS);
  const fingerprints = await openFingerprints();
  return withStore(options, async (store) => {
    const compute = openCompute(threads);
    try {
      return await body({ study: study.name, store, fingerprints, resources: { compute }, threads });
    } finally {
      await compute.close();
    }
  });
}

/**
 * Running from the sources, code is fingerprinted as it is; a release carries the fingerprints of its sources.
 * @param loadedAtMs see `sourceFingerprints`.
 */
export async function openFingerprints(loadedAtMs?: number): Promise<Fingerprints> {
  if (import.meta.url.endsWith('.ts')) {
    const { sourceFingerprints } = await import('../pipeline/fingerprint-sources.js');
    return sourceFingerprints(loadedAtMs);
  }
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
