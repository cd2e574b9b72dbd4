import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

/** A line of at most so many columns, wide characters counted as two; one that is longer ends in `…`. Styles are kept. */
export function cut(line: string, columns: number): string {
  if (stringWidth(line) <= columns) return line;
  if (columns < 1) return '';
  const kept = sliceAnsi(line, 0, columns - 1);
  // A wide character of which only the first half fits would be kept whole.
  return `${stringWidth(kept) < columns ? kept : sliceAnsi(line, 0, columns - 2)}…`;
}
