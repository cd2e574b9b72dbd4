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
