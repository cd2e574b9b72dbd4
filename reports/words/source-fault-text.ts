import path from 'node:path';
import type { SourceFault } from '../../pipeline/code/reached-sources.js';
import { printable } from './printable.js';

/**
 * Why a source cannot be run, in a few lines: what is wrong, the file with line and column, and the line itself with a mark
 * below the column.
 * @param folder the one that paths are shown from.
 */
export function sourceFaultText({ message, place }: SourceFault, folder: string): string[] {
  if (!place) return [printable(message)];
  const { file, line, column, lineText } = place;
  const shown = printable(lineText.replace(/\t/g, ' ')).slice(0, MOST_OF_A_LINE);
  const number = String(line);
  const mark =
    column <= shown.length + 1 ? [`  ${' '.repeat(number.length)} | ${' '.repeat(column - 1)}^`] : [];
  return [
    `${printable(path.relative(folder, file))}:${line}:${column}: ${printable(message)}`,
    `  ${number} | ${shown}`,
    ...mark,
  ];
}

/** A longer line is no source that somebody wrote by hand, and its end says little. */
const MOST_OF_A_LINE = 200;
