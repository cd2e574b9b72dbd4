export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Rows of text in columns as wide as they need to be. `paint` styles a title. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: (title: string) => string = (title) => title,
): string {
  const titles = columns.map(({ title }) => title);
  const widths = titles.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => {
        const space = ' '.repeat(widths[index]! - cell.length);
        return columns[index]!.align === 'right' ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [paint(line(titles)), ...rows.map(line)].join('\n');
}
