import { setTimeout as delay } from 'node:timers/promises';

/** What downloading takes from the world, so that tests can be a world of their own. */
export interface Network {
  /** As the standard's `fetch`. */
  fetch(url: URL, init: RequestInit): Promise<Response>;
  /** Waits. */
  wait(seconds: number, signal: AbortSignal): Promise<void>;
  /** A connection that brings nothing for so long is given up. */
  readonly stallSeconds: number;
  /** So is one that is not through after so long, though it brings a little now and then. */
  readonly longestSeconds: number;
}

/** The real one: Node's own `fetch`. */
export const network: Network = {
  fetch: (url, init) => globalThis.fetch(url, init),
  wait: (seconds, signal) => delay(seconds * 1_000, undefined, { signal }),
  stallSeconds: 30,
  longestSeconds: 3_600,
};

/** What a running stage has to say while it downloads, and how it is told to stop. */
export interface Listener {
  readonly signal: AbortSignal;
  /** The share that is done, 0 to 1. */
  progress(fraction: number): void;
  log(line: string): void;
}
