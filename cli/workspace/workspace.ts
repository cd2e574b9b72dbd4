import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Store } from '../../cache/store.js';
import { openCompute } from '../../estimators/compute/compute.js';
import { type Fingerprints, fingerprints } from '../../pipeline/code/fingerprint.js';
import type { Session } from '../../pipeline/key/session.js';
import { type ConfiguredStep, configure } from '../../pipeline/study/configure.js';
import type { Study } from '../../pipeline/study/study.js';
import { study as shippedStudy } from '../../stages/study.js';
import type {} from '../../stages/work.js';
import type { CommonOptions } from '../options/options.js';
import { readSettings } from '../options/settings.js';
import { shippedCode } from './fingerprints.js';
import { openStore } from './open-store.js';

/** The module that wires the shipped study, where this runs from its sources. */
const SHIPPED_STUDY = new URL('../../stages/study.ts', import.meta.url).href;

/** A session, and how to end it. */
export interface OpenSession {
  readonly session: Session;
  close(): Promise<void>;
}

/** What a command works in, as its options say: the study, which is loaded once, its steps, and the cache. */
export class Workspace {
  readonly #options: CommonOptions;
  #study: Promise<Study> | undefined;

  constructor(options: CommonOptions) {
    this.#options = options;
  }

  /** The study that the options name, or the one that is shipped. */
  study(): Promise<Study> {
    const { study } = this.#options;
    this.#study ??=
      study === undefined
        ? Promise.resolve(shippedStudy)
        : import('./own-study.js').then(({ loadStudy }) => loadStudy(study));
    return this.#study;
  }

  /** The study's steps, their params settled as the options say. Bad params are found before anything is opened. */
  async steps(): Promise<ConfiguredStep[]> {
    return configure(await this.study(), await readSettings(this.#options));
  }

  /** Opens the cache and what steps run with, does some work, and closes everything. */
  async withSession<Result>(body: (session: Session) => Promise<Result>): Promise<Result> {
    const { session, close } = await this.openSession(this.#options.threads ?? availableParallelism());
    try {
      return await body(session);
    } finally {
      await close();
    }
  }

  /** @param loadedAtMs see `sourceFingerprints`. */
  async openSession(threads: number, loadedAtMs?: number): Promise<OpenSession> {
    const { name } = await this.study();
    const store = await openStore(this.#options);
    try {
      const fingerprints = await this.#openFingerprints(store, loadedAtMs);
      const compute = openCompute(threads);
      return {
        session: { study: name, store, fingerprints, resources: { compute }, threads },
        async close() {
          await compute.close();
          await store.close();
        },
      };
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** Running from the sources, code is fingerprinted as it is; a release carries the fingerprints of its sources. */
  async #openFingerprints(store: Store, loadedAtMs: number | undefined): Promise<Fingerprints> {
    const { study } = this.#options;
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
}
