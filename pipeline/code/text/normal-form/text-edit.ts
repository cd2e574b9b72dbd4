/** A piece of a text, from `start` up to `end`, to be replaced. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A part of a text, edited. An edit that overlaps an earlier one is left out. */
export function edited(
  text: string,
  edits: readonly TextEdit[],
  part: { readonly start: number; readonly end: number } = { start: 0, end: text.length },
): string {
  let result = '';
  let from = part.start;
  const within = edits.filter(({ start, end }) => start >= part.start && end <= part.end);
  for (const edit of within.sort((first, second) => first.start - second.start)) {
    if (edit.start < from) continue;
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from, part.end);
}
