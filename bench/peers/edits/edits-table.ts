import type { Edit } from './edit.js';
import type { Finding, Verdict } from './verdict.js';

/** What a tool did with each edit, in the order of the edits; or why it is not there. */
export type Column = { readonly name: string } & (
  | { readonly findings: readonly Finding[] }
  | { readonly missing: string }
);

/** A Markdown table: a line an edit, a column a tool; below it the counts, and why columns are empty. */
export function editsTable(edits: readonly Edit[], columns: readonly Column[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['edit', 'must run', ...columns.map(({ name }) => name)]),
    line(['edit', 'must run', ...columns.map(() => '')].map(() => '---')),
    ...edits.map(({ title, mustRun }, at) =>
      line([title, mustRun.join(', ') || 'nothing', ...columns.map((column) => cell(column, at))]),
    ),
    line(['missed, false', '', ...columns.map(counts)]),
    '',
    ...columns.flatMap((column) => ('missing' in column ? [`${column.name}: ${column.missing}`] : [])),
  ].join('\n');
}

function cell(column: Column, at: number): string {
  if ('missing' in column) return '';
  const { verdict } = column.findings[at]!;
  return verdict === 'right' ? verdict : `**${verdict}**`;
}

/** Those that failed are counted too, where there are any. */
function counts(column: Column): string {
  if ('missing' in column) return '';
  const count = (wanted: Verdict) => column.findings.filter(({ verdict }) => verdict === wanted).length;
  const failed = count('failed');
  return `${count('missed')} missed, ${count('false')} false${failed > 0 ? `, ${failed} failed` : ''}`;
}
