import { RestudyError } from '../../pipeline/errors.js';
import type { RunEvent } from '../../pipeline/run/events.js';
import { overrideOptions } from '../../reports/live/content/overrides.js';
import type { Hub } from '../../reports/live/events/hub.js';
import type { Overrides } from '../../reports/live/wire.js';
import type { LiveControls } from '../../reports/live/workspace.js';
import type { RunOutline } from '../process/run-outline.js';
import { type RunEnd, type RunProcess, startRun } from '../process/run-process.js';
import type { RunRequest } from '../process/run-request.js';

/** The runs behind a live page: one at a time, each in a process of its own, followed by a hub. */
export class LiveRuns implements LiveControls {
  readonly #hub: Hub;
  readonly #request: RunRequest;
  #process: RunProcess | undefined;

  /** @param request the options of each run. The steps asked for are those of `start` alone. */
  constructor(hub: Hub, request: RunRequest) {
    this.#hub = hub;
    this.#request = request;
  }

  /** The first run, as the command line asks for it, told of as `startRun` does. */
  start(listen: (event: RunEvent) => void, outlined: (outline: RunOutline) => void): Promise<RunEnd> {
    return this.#start(this.#request, {}, listen, outlined);
  }

  run(overrides: Overrides): void {
    if (this.#process) {
      throw new RestudyError('bad-usage', 'A run is going on: wait for its end, or cancel it first.');
    }
    const { tag: _, force: __, ...options } = this.#request;
    const set = [...options.set, ...overrideOptions(overrides)];
    void this.#start({ ...options, wanted: [], set }, overrides);
  }

  cancel(): void {
    this.#process?.cancel();
  }

  /** Cancels the run that is going on, and waits for its end. */
  async close(): Promise<void> {
    this.cancel();
    await this.#process?.ended;
  }

  async #start(
    request: RunRequest,
    overrides: Overrides,
    listen: (event: RunEvent) => void = () => {},
    outlined?: (outline: RunOutline) => void,
  ): Promise<RunEnd> {
    const hub = this.#hub;
    hub.begin(overrides);
    const tell = (event: RunEvent) => {
      hub.show(event);
      listen(event);
    };
    this.#process = startRun(request, tell, outlined);
    const end = await this.#process.ended;
    this.#process = undefined;
    const { outcome, message } = end;
    hub.end({ outcome, ...(message === undefined ? {} : { message }) });
    return end;
  }
}
