import type { Row } from './row.js';
import { estimatorRows } from './rows/estimators.js';
import { graphRows } from './rows/graph.js';
import { liveRows } from './rows/live-page.js';
import { nothingChangedRows } from './rows/nothing-changed.js';
import { npmRows } from './rows/npm-alternatives.js';
import { peakRows } from './rows/peak.js';
import { storageRows } from './rows/storage.js';
import { studyRows } from './rows/whole-study.js';

/** All rows, in the order they are measured: those that need scikit-learn's whole study, which takes half an hour, last. */
export const rows: readonly Row[] = [
  ...nothingChangedRows,
  ...graphRows,
  ...storageRows,
  ...liveRows,
  ...peakRows,
  ...npmRows,
  ...estimatorRows,
  ...studyRows,
];

/**
 * The rows that are asked for, by their ids or groups; all but those that must be named, if none is.
 * Throws an Error that lists what there is for a name that is neither.
 */
export function selectRows(all: readonly Row[], names: readonly string[]): Row[] {
  const isNamed = ({ id, group }: Row) => names.includes(id) || names.includes(group);
  for (const name of names) {
    if (!all.some(({ id, group }) => id === name || group === name)) {
      throw new Error(`--only: there is no row or group "${name}". There is:\n${listRows(all)}`);
    }
  }
  return all.filter((row) => (names.length > 0 ? isNamed(row) : !row.onlyWhenNamed));
}

/** The rows by group, a line each. */
export function listRows(all: readonly Row[]): string {
  return all
    .map(({ id, group, title, onlyWhenNamed }) => {
      return `  ${group.padEnd(20)} ${id.padEnd(24)} ${title}${onlyWhenNamed ? ' (only when named)' : ''}`;
    })
    .join('\n');
}
