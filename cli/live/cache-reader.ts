import type { Session } from '../../pipeline/key/session.js';
import type { OpenSession, Workspace } from '../workspace/workspace.js';

/** After the last use the cache stays open for so long: a page asks for several things at once. */
const IDLE_MS = 1_000;

/**
 * Sessions for a process that stays and reads now and then. The cache is open while it is used and little longer, for
 * `cache gc` needs it for itself. Nothing can run in these sessions' threads, and each has the fingerprints of the
 * sources as they are when it is opened.
 */
export class CacheReader {
  readonly #workspace: Workspace;
  #open: Promise<OpenSession> | undefined;
  #readers = 0;
  #idle: NodeJS.Timeout | undefined;
  #closed: Promise<void> = Promise.resolve();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  async read<Result>(body: (session: Session) => Promise<Result>): Promise<Result> {
    clearTimeout(this.#idle);
    this.#readers++;
    try {
      this.#open ??= this.#openAnew();
      return await body((await this.#open).session);
    } finally {
      if (--this.#readers === 0) this.#idle = setTimeout(() => this.close(), IDLE_MS).unref();
    }
  }

  /** Closes the cache; another `read` opens it again. */
  close(): Promise<void> {
    clearTimeout(this.#idle);
    const open = this.#open;
    this.#open = undefined;
    this.#closed = this.#closed.then(async () => {
      // One that could not be opened told whoever asked for it.
      const opened = await open?.catch(() => undefined);
      await opened?.close();
    });
    return this.#closed;
  }

  async #openAnew(): Promise<OpenSession> {
    await this.#closed;
    try {
      return await this.#workspace.openSession(1, Number.POSITIVE_INFINITY);
    } catch (error) {
      this.#open = undefined;
      throw error;
    }
  }
}
