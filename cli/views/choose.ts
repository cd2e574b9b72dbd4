import type { RunOutline } from '../process/run-outline.js';
import { RELAY } from '../process/run-request.js';
import { isTerminal } from '../terminal/output.js';
import type { View } from './view.js';

/**
 * How a run is shown: to the process that started this one, if one waits for it; as JSON lines if asked for; as a live
 * picture in a terminal; as plain lines elsewhere.
 * @param outline is asked for when there is something to draw.
 */
export async function chooseView(
  { json }: { readonly json?: boolean },
  outline: () => RunOutline,
): Promise<View> {
  if (process.env[RELAY] === 'ipc') return (await import('./relay.js')).relayView(outline());
  if (json) return (await import('./json.js')).jsonView();
  if (isTerminal()) return (await import('./terminal.js')).terminalView(outline);
  return (await import('./plain.js')).plainView();
}
