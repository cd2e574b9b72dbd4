import { openCompute } from '../../estimators/compute/compute.js';
import type { Session } from '../../pipeline/session.js';
import type { CommonOptions } from '../options/options.js';
import { openStore } from '../workspace/open-store.js';
import { openFingerprints } from '../workspace/workspace.js';

/** After the last use the cache stays open for so long: a page asks for several things at once. */
const IDLE_MS = 1_000;

/**
 * Sessions for a process that stays and reads now and then. The cache is open while it is used and little longer, for
 * `cache gc` needs it for itself. Nothing can run in these sessions' threads, and each has the fingerprints of the
 * sources as they are when it is opened.
 */
export class CacheReader {
  readonly #study: string;
  readonly #options: CommonOptions;
  #session: Promise<Session> | undefined;
  #readers = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed: Promise<void> = Promise.resolve();

  constructor(study: string, options: CommonOptions) {
    this.#study = study;
    this.#options = options;
  }

  async read<Result>(body: (session: Session) => Promise<Result>): Promise<Result> {
    clearTimeout(this.#idle);
    this.#readers++;
    try {
      this.#session ??= this.#open();
      return await body(await this.#session);
    } finally {
      if (--this.#readers === 0) this.#idle = setTimeout(() => this.close(), IDLE_MS).unref();
    }
  }

  /** Closes the cache; another `read` opens it again. */
  close(): Promise<void> {
    clearTimeout(this.#idle);
    const session = this.#session;
    this.#session = undefined;
    this.#closed = this.#closed.then(async () => {
      // One that could not be opened told whoever asked for it.
      const opened = await session?.catch(() => undefined);
      await opened?.store.close();
    });
    return this.#closed;
  }

  async #open(): Promise<Session> {
    await this.#closed;
    try {
      const store = await openStore(this.#options);
      const fingerprints = await openFingerprints(this.#options, store, Number.POSITIVE_INFINITY);
      return { study: this.#study, store, fingerprints, resources: { compute: openCompute(1) }, threads: 1 };
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
  }
}
