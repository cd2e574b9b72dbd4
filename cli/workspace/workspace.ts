import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Store } from '../../cache/store.js';
import { openCompute } from '../../estimators/compute/compute.js';
import { type Fingerprints, fingerprints } from '../../pipeline/code/fingerprint.js';
import { type ConfiguredStep, configure } from '../../pipeline/configure.js';
import type { Session } from '../../pipeline/session.js';
import type { Study } from '../../pipeline/study.js';
import { study as shippedStudy } from '../../stages/study.js';
import type {} from '../../stages/work.js';
import { count, MOST_THREADS } from '../options/amounts.js';
import type { CommonOptions } from '../options/options.js';
import { readSettings } from '../options/settings.js';
import { shippedCode } from './fingerprints.js';
import { withStore } from './open-store.js';

/** The module that wires the shipped study, where this runs from its sources. */
const SHIPPED_STUDY = new URL('../../stages/study.ts', import.meta.url).href;

/** The study that the options name, or the one that is shipped. */
export async function chosenStudy({ study }: CommonOptions): Promise<Study> {
  return study === undefined ? shippedStudy : (await import('./own-study.js')).loadStudy(study);
}

/** The study's steps, their params settled as the options say. Bad params are found before anything is opened. */
export async function configuredSteps(options: CommonOptions): Promise<ConfiguredStep[]> {
  return configure(await chosenStudy(options), await readSettings(options));
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
  const study = await chosenStudy(options);
  return withStore(options, async (store) => {
    const fingerprints = await openFingerprints(options, store);
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
export async function openFingerprints(
  { study }: CommonOptions,
  store: Store,
  loadedAtMs?: number,
): Promise<Fingerprints> {
  if (import.meta.url.endsWith('.ts')) {
    const { sourceFingerprints } = await import('../../pipeline/code/from-sources.js');
    return sourceFingerprints({ study: SHIPPED_STUDY, store, loadedAtMs });
  }
  if (study === undefined) return fingerprints(shippedCode());
  return (await import('./study-fingerprints.js')).studyFingerprints({
    study: pathToFileURL(path.resolve(study)).href,
    store,
    loadedAtMs,
  });
}
