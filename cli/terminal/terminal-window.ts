import type { Shades } from '../../reports/text/pixel-blocks.js';
import { outputStream, terminalStream } from './streams.js';

/** The room that there is for text, in characters. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** What the cursor needs at the end of the last line, so that no terminal wraps it. */
const MARGIN = 1;
/** Bits of a colour where there are 256 of them, and where there is any. */
const BITS_OF_256 = 8;
const BITS_OF_ANY = 24;

/** The room in the terminal's window, as it is now. */
export function windowRoom(): Room {
  const { columns, rows } = outputStream();
  return { columns: Math.max(1, (columns || 80) - MARGIN), rows: Math.max(1, (rows || 24) - MARGIN) };
}

/** How wide the window is, if there is one. */
export function windowColumns(): number | undefined {
  return terminalStream()?.columns;
}

/** The shades that the terminal can show, as far as NO_COLOR, FORCE_COLOR and TERM let it. */
export function windowShades(): Shades {
  const bits = outputStream().getColorDepth();
  if (bits >= BITS_OF_ANY) return 'all';
  return bits >= BITS_OF_256 ? 'some' : 'none';
}
