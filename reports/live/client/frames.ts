import { batch } from '@preact/signals';
import type { LiveEvent } from '../wire.js';

/** A page that nobody sees keeps its title about so new, in ms. */
const UNSEEN_MS = 2_000;

/**
 * Takes events in once a frame, all at once: a page is drawn no more often than it can be seen. A tab that is not seen has no
 * frames; it takes them in now and then, and when it is looked at again.
 */
export function inFrames(take: (event: LiveEvent) => void): (event: LiveEvent) => void {
  let waiting: LiveEvent[] = [];
  const takeAll = () => {
    const events = waiting;
    waiting = [];
    batch(() => {
      for (const event of events) take(event);
    });
  };
  document.addEventListener('visibilitychange', takeAll);
  return (event) => {
    waiting.push(event);
    if (waiting.length > 1) return;
    if (document.hidden) setTimeout(takeAll, UNSEEN_MS);
    else requestAnimationFrame(takeAll);
  };
}
