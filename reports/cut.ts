import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

/** A line of at most so many columns, wide characters counted as two; one that is longer ends in `…`. Styles are kept. */
export function cut(line: string, columns: number): string {
  if (stringWidth(line) <= columns) return line;
  return columns < 1 ? '' : `${sliceAnsi(line, 0, columns - 1)}…`;
}
