import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

/** Spaces, but for those between parentheses. */
const BREAKS = / (?![^(]*\))/;

/**
 * Lines of at most `width` characters, broken at spaces: within parentheses only where they do not fit into a
 * line, and a longer word not at all.
 */
export function wrap(text: string, width: number): string[] {
  const pieces = text.split(BREAKS).flatMap((piece) => (piece.length > width ? piece.split(' ') : [piece]));
  const lines: string[] = [];
  for (const piece of pieces) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + piece.length <= width) {
      lines[lines.length - 1] = `${line} ${piece}`;
    } else lines.push(piece);
  }
  return lines;
}

/** A line of at most so many columns, wide characters counted as two; one that is longer ends in `…`. Styles are kept. */
export function cut(line: string, columns: number): string {
  if (stringWidth(line) <= columns) return line;
  if (columns < 1) return '';
  const kept = sliceAnsi(line, 0, columns - 1);
  // A wide character of which only the first half fits would be kept whole.
  return `${stringWidth(kept) < columns ? kept : sliceAnsi(line, 0, columns - 2)}…`;
}
