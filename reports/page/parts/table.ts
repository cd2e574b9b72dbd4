import { type Html, html } from './html.js';

export type Cell = string | number | Html | null | undefined;

export interface Column {
  readonly title: string;
  /** Numbers stand on the right, so that their digits are below one another. */
  readonly align?: 'left' | 'right';
}

export interface TableRow {
  /** The first cell is the row's header. */
  readonly cells: readonly Cell[];
  /** Stands out from the others. */
  readonly marked?: boolean;
}

/**
 * A table with its caption. Too wide for a screen, it can be scrolled sideways; or, if it is to be `stacked` there, each
 * row becomes a list. (The style sheet takes the table apart for that, so what each part is must be said.)
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly TableRow[],
  narrow: 'scrolled' | 'stacked' = 'scrolled',
): Html {
  const align = (index: number) => (columns[index]?.align === 'right' ? 'number' : 'text');
  return html`<div class="scroll" data-label="${caption}"><table class="${narrow}" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
    ({ title }, index) => html`<th scope="col" role="columnheader" class="${align(index)}">${title}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${rows.map(
    ({ cells, marked }) => html`<tr role="row" class="${marked ? 'marked' : 'plain'}">${cells.map(
      (cell, index) =>
        index === 0
          ? html`<th scope="row" role="rowheader" class="${align(index)}">${cell}</th>`
          : html`<td role="cell" class="${align(index)}" data-title="${columns[index]?.title}">${cell}</td>`,
    )}</tr>
`,
  )}</tbody>
</table></div>`;
}
