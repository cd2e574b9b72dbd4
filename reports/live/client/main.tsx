import './page.css';
import { batch } from '@preact/signals';
import { render } from 'preact';
import type { LiveEvent } from '../wire.js';
import { App } from './app.js';
import { followEvents } from './events/events.js';
import { onConnected, onEvent } from './state/state.js';

render(<App />, document.body);
followEvents(inFrames(onEvent), onConnected);

/** Takes events in once a frame, all at once: a page is drawn no more often than it can be seen. */
function inFrames(take: (event: LiveEvent) => void): (event: LiveEvent) => void {
  let waiting: LiveEvent[] = [];
  const takeAll = () => {
    const events = waiting;
    waiting = [];
    batch(() => {
      for (const event of events) take(event);
    });
  };
  return (event) => {
    waiting.push(event);
    // A tab that is not seen has no frames, and nothing of it is painted.
    if (document.hidden) takeAll();
    else if (waiting.length === 1) requestAnimationFrame(takeAll);
  };
}
