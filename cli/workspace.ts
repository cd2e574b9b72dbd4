import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { openLmdbStore } from '../cache/lmdb-store.js';
import type { Store } from '../cache/store.js';
import { type Compute, openCompute } from '../estimators/compute/compute.js';
import { type ConfiguredStep, configure } from '../pipeline/configure.js';
import type { Fingerprints } from '../pipeline/fingerprint.js';
import { releaseFingerprints, releaseSchema } from '../pipeline/fingerprint-release.js';
import type { Session } from '../pipeline/session.js';
import type {} from '../stages/resources.js';
import { study } from '../stages/study.js';
import { count } from './count.js';
import type { CommonOptions } from './main.js';
import { readSettings } from './settings.js';

/** What a command works with. */
export interface Workspace {
  readonly steps: readonly ConfiguredStep[];
  readonly session: Session;
  readonly store: Store;
}

const MOST_THREADS = 1024;

/**
 * Opens the cache and settles the study's params as the options say, does some work and closes everything.
 * Params are checked before the cache is opened: bad usage leaves nothing behind.
 */
export async function withWorkspace<Result>(
  options: CommonOptions & { readonly threads?: string },
  body: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const steps = configure(study, readSettings(options));
  const threads =
    options.threads === undefined
      ? availableParallelism()
      : count('--threads', options.threads, MOST_THREADS);
  const fingerprints = await openFingerprints();
  const store = await openLmdbStore(options.cache);
  const compute: Compute = openCompute(threads);
  try {
    const session = { study: study.name, store, fingerprints, resources: { compute }, threads };
    return await body({ steps, session, store });
  } finally {
    await compute.close();
    await store.close();
  }
}

/** Running from the sources, code is fingerprinted as it is; a release carries the fingerprints of its sources. */
async function openFingerprints(): Promise<Fingerprints> {
  if (import.meta.url.endsWith('.ts')) {
    const { sourceFingerprints } = await import('../pipeline/fingerprint-sources.js');
    return sourceFingerprints();
  }
  const release = readFileSync(new URL('./fingerprints.json', import.meta.url), 'utf8');
  return releaseFingerprints(releaseSchema.parse(JSON.parse(release)));
}
