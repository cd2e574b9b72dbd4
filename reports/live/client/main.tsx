import './page.css';
import { render } from 'preact';
import { App } from './app.js';
import { followEvents } from './events/events.js';
import { inFrames } from './events/frames.js';
import { onConnected, onEvent } from './state/state.js';

render(<App />, document.body);
followEvents(inFrames(onEvent), onConnected);
