import type { StepRecord } from '../../../cache/record.js';
import type { FileSubject, ResultSubject } from '../../../pipeline/history/lineage-subject.js';
import { short } from '../../words/record-words.js';
import { PAGE_COLUMNS, wrapped } from '../../words/tree.js';
import { type Places, packageLines } from './places.js';

/** A result's name and its hashes. */
export function resultTitle({ record, output }: ResultSubject): string[] {
  if (output !== undefined) return [`${record.step}.${output} ${record.outputs[output]}`];
  const outputs = Object.entries(record.outputs).map(([name, hash]) => `${name} ${short(hash)}`);
  return [record.step, ...wrapped(outputs, PAGE_COLUMNS - 3).map((line) => `│  ${line}`)];
}

/** A file's name in the steps that read it, and its hash. */
export function fileTitle({ hash, readers }: FileSubject): string[] {
  const names = readers.flatMap(({ step, parts }) =>
    Object.keys(parts.files)
      .filter((name) => parts.files[name] === hash)
      .map((name) => `file ${name} of ${step}`),
  );
  return [...wrapped([[...new Set(names)].join(', ')], PAGE_COLUMNS), `│  ${hash}`];
}

/** What is said of all records of a lineage at once: on what they were made, and with which packages. */
export function recordSections(records: readonly StepRecord[], places: Places): string[] {
  return [
    ...labelledSection(
      'made on (times are UTC)',
      places.lines().map((line) => ['', line]),
    ),
    ...labelledSection('packages', [['', packageLines(records).join(', ')]]),
  ];
}

/** Rows of a label and a text, the text in words wrapped beside the label. */
export function labelledSection(title: string, rows: readonly (readonly [string, string])[]): string[] {
  const shown = rows.filter(([, text]) => text !== '');
  if (shown.length === 0) return [];
  const width = Math.max(...shown.map(([label]) => label.length));
  const indent = 2 + (width > 0 ? width + 2 : 0);
  const lines = shown.flatMap(([label, text]) =>
    wrapped(text.split(' '), PAGE_COLUMNS - indent, ' ').map((line, index) =>
      index === 0 ? `  ${label.padEnd(indent - 2)}${line}` : ' '.repeat(indent) + line,
    ),
  );
  return ['', title, ...lines];
}
