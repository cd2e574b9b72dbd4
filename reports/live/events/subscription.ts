import type { LiveEvent } from '../wire.js';

/** A reader that is further behind gets the state of things instead of all that led to it. */
const MOST_WAITING = 1_000;

/**
 * The events that one reader has not taken yet. A slow reader misses how far a step was in between, and no state; one
 * that takes nothing at all holds no more than `MOST_WAITING` events.
 */
export class Subscription {
  readonly #now: () => LiveEvent;
  readonly #leave: (self: Subscription) => void;
  #waiting: LiveEvent[];
  #wake: (() => void) | undefined;
  #closed = false;

  /** @param now the state of things, as an event; the first one that the reader gets. */
  constructor(now: () => LiveEvent, leave: (self: Subscription) => void) {
    this.#now = now;
    this.#leave = leave;
    this.#waiting = [now()];
  }

  push(event: LiveEvent): void {
    const replaced = this.#replaced(event);
    if (replaced >= 0) this.#waiting[replaced] = event;
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(event);
    else this.#waiting = [this.#now()];
    this.#wake?.();
  }

  /** Takes all events there are, in their order, waiting for one; undefined once it was closed. */
  async take(): Promise<readonly LiveEvent[] | undefined> {
    while (this.#waiting.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#closed) return undefined;
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  close(): void {
    this.#closed = true;
    this.#leave(this);
    this.#wake?.();
  }

  /** The place of an event that says how far a step was when it is further now; -1 if there is none. */
  #replaced(event: LiveEvent): number {
    if (event.type !== 'step' || event.view.state !== 'running') return -1;
    const place = this.#waiting.findLastIndex((one) => one.type === 'run' || one.step === event.step);
    const before = this.#waiting[place];
    return before?.type === 'step' && before.view.state === 'running' ? place : -1;
  }
}
