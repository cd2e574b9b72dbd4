import { isTerminal } from '../output.js';
import type { View } from './view.js';

/** How a run is shown: JSON lines if asked for, a live picture in a terminal, plain lines elsewhere. */
export async function chooseView({ json }: { readonly json?: boolean }): Promise<View> {
  if (json) return (await import('./json.js')).jsonView();
  if (isTerminal()) return (await import('./terminal.js')).terminalView();
  return (await import('./plain.js')).plainView();
}
