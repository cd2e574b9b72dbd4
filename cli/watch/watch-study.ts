import { RestudyError } from '../../pipeline/errors.js';
import { type RunEnd, type RunProcess, startRun } from '../process/run-process.js';
import type { RunRequest } from '../process/run-request.js';
import { FileWatcher, UNTOLD_MS } from './file-watcher.js';
import { Inbox } from './inbox.js';
import { isSame, readSaved, type SavedState, stampsOf } from './saved-state.js';
import type { WatchEvent } from './watch-event.js';

/** An editor's save is several changes of the disk; so long after the last of them it is looked at what was saved. */
const SAVE_MS = 20 + UNTOLD_MS;
/** A run starts when for so long nothing was saved: a burst of saves is one run. */
const QUIET_MS = 150;

/**
 * Runs a study now, and again whenever something is saved that changes what a run would do, until `signal` aborts.
 *
 * The rule: a run is started from a state of what is saved (saved-state.ts). Whenever that state becomes another one,
 * the run is stale. It is cancelled at once, and a new one starts from the new state; whatever the old one had
 * finished, results and cells, is a hit in it. A save that leaves the state as it was, such as of a comment, disturbs
 * nothing. A run that did not end well is tried again after any save, since it may have met one half-way.
 */
export class StudyWatch {
  readonly #request: RunRequest;
  readonly #study: string | undefined;
  readonly #tell: (event: WatchEvent) => void;
  readonly #inbox = new Inbox();
  readonly #watcher = new FileWatcher((file) => this.#inbox.save(file));

  /** The files of data that the last run said it reads. */
  #reads: readonly string[] = [];
  /** What the last run was started from. */
  #ran: SavedState | undefined;
  #running: RunProcess | undefined;
  #end: RunEnd | undefined;
  #savedSinceStart = false;
  #isAsked = false;
  #settings: readonly string[] = [];

  /** @param study the URL of the module that wires the study, where it is run from its sources. */
  constructor(request: RunRequest, study: string | undefined, tell: (event: WatchEvent) => void) {
    this.#request = request;
    this.#study = study;
    this.#tell = tell;
  }

  /** Runs again though nothing was saved, unless something runs. */
  runAgain(): void {
    if (this.#running) return;
    this.#isAsked = true;
    this.#inbox.wake();
  }

  /**
   * Runs with further settings (`step.param=value`), which later runs have too until this is called again. Throws a
   * RestudyError if something runs.
   */
  runWith(settings: readonly string[]): void {
    if (this.#running) {
      throw new RestudyError('bad-usage', 'A run is going on: wait for its end, or cancel it first.');
    }
    this.#settings = settings;
    this.runAgain();
  }

  /** Brings what runs to an early end, in order; the next save goes on. */
  cancel(): void {
    this.#savedSinceStart = false;
    this.#running?.cancel();
  }

  /** Watches and runs until the signal aborts and the run on its way has ended. */
  async untilAborted(signal: AbortSignal): Promise<void> {
    const wake = () => this.#inbox.wake();
    signal.addEventListener('abort', wake);
    try {
      while (!signal.aborted) {
        await this.#look(signal);
        if (!signal.aborted) await this.#inbox.news();
        if (this.#inbox.hasSaves) await this.#inbox.quiet(SAVE_MS);
      }
      await this.#cancelled();
    } finally {
      signal.removeEventListener('abort', wake);
      await this.#watcher.close();
    }
  }

  /** Looks at what is saved, and starts a run if that asks for one. */
  async #look(signal: AbortSignal): Promise<void> {
    const saved = new Set<string>();
    for (;;) {
      for (const file of this.#inbox.takeSaves()) saved.add(file);
      this.#savedSinceStart ||= saved.size > 0;
      const reads = this.#reads;
      const now = await readSaved({ study: this.#study, params: this.#request.params, reads });
      if ((await this.#watcher.watch(now.files)) || reads !== this.#reads) continue;
      if (!this.#asksForRun(now)) return;
      if (saved.size > 0) this.#tell({ type: 'saved', files: [...saved].sort() });
      saved.clear();
      await this.#cancelled();
      await this.#inbox.quiet(QUIET_MS);
      if (signal.aborted) return;
      if (this.#inbox.hasSaves) continue;
      return this.#start(now);
    }
  }

  #asksForRun(now: SavedState): boolean {
    if (!this.#ran || !isSame(this.#ran, now)) return true;
    if (this.#running) return false;
    return this.#isAsked || (this.#savedSinceStart && this.#end?.outcome !== 'done');
  }

  #start(now: SavedState): void {
    this.#ran = now;
    this.#savedSinceStart = false;
    this.#isAsked = false;
    this.#end = undefined;
    if (now.faults.length > 0) {
      this.#tell({ type: 'unreadable', faults: now.faults });
      this.#wait({ outcome: 'crashed' });
      return;
    }
    const request = { ...this.#request, set: [...this.#request.set, ...this.#settings] };
    const run = startRun(request, this.#tell, (outline) => {
      this.#reads = outline.reads;
      // From here on the run reads them; what is saved from now on is news.
      this.#ran = withReads(now, outline.reads);
      this.#tell({ type: 'outline', outline });
      this.#inbox.wake();
    });
    this.#running = run;
    void run.ended.then((end) => {
      this.#tell({ type: 'ended', end });
      // Of one that was cancelled somebody waits for the end, to start the next.
      if (this.#running === run) this.#wait(end);
    });
  }

  #wait(end: RunEnd): void {
    this.#running = undefined;
    this.#end = end;
    this.#tell({ type: 'waiting', files: this.#ran?.files.length ?? 0 });
    this.#inbox.wake();
  }

  /** Cancels what runs, and waits for its end. */
  async #cancelled(): Promise<void> {
    const run = this.#running;
    this.#running = undefined;
    run?.cancel();
    await run?.ended;
  }
}

function withReads(state: SavedState, reads: readonly string[]): SavedState {
  const own = [...state.parts].filter(([name]) => name === 'sources' || name === 'params');
  const files = [...new Set([...state.files, ...reads])];
  return { ...state, files, parts: new Map([...own, ...stampsOf(reads)]) };
}
