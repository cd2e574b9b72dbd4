import './page.css';
import { render } from 'preact';
import { App } from './app.js';
import { followEvents } from './events.js';
import { inFrames } from './frames.js';
import { onConnected, onEvent } from './state.js';

render(<App />, document.body);
followEvents(inFrames(onEvent), onConnected);
