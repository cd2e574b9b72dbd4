import type { Hash } from '../../../cache/hash.js';
import type { StepRecord } from '../../../cache/record.js';
import type { Lineage, LineageNode, Link } from '../../../pipeline/history/lineage.js';
import type { ResultSubject } from '../../../pipeline/history/lineage-subject.js';
import type { DataSource } from '../../figures/data-sources.js';
import { type Figures, figuresText } from '../../figures/figures.js';
import { executionText, moment, paramWords, short } from '../../words/record-words.js';
import { type Branch, PAGE_COLUMNS, treeLines, wrapped } from '../../words/tree.js';
import { labelledSection, recordSections, resultTitle } from './lineage-sections.js';
import { Places } from './places.js';

/** More records than this that made the same bytes are counted, not listed. */
const MOST_OTHERS = 3;

/** An input, by what came in: from a record that is kept, or from one that is not any more. */
type Input = Link | { readonly input: string; readonly hash: Hash };

/**
 * What made a result, back to the data, as a tree. A step that stands further up already is only referred to.
 * @param figuresOf what a step came to, where that can be said in figures.
 */
export function ancestorsText(
  subject: ResultSubject,
  lineage: Lineage,
  data: readonly DataSource[],
  figuresOf: (record: StepRecord) => Figures | undefined,
): string {
  const records = [...lineage.values()].map(({ record }) => record);
  const places = new Places(records);
  const above = new Set([subject.record.key]);

  const linesOf = (record: StepRecord, alsoMadeBy: readonly StepRecord[], columns: number) => {
    const figures = figuresOf(record);
    return [
      ...executionLines(record, places, columns),
      ...wrapped(paramWords(record.parts.params), columns),
      ...wrapped(fileWords(record), columns),
      ...(figures ? [figuresText(figures)] : []),
      ...sameBytesLines(alsoMadeBy, columns),
    ];
  };
  const look = (input: Input, columns: number): Branch<Input> => {
    if ('input' in input) {
      const lost = `${input.input}: ${short(input.hash)}, whose record is not kept any more`;
      return { lines: [lost], children: [] };
    }
    const { record, wires, alsoMadeBy } = input;
    const inputs = wires.map((wire) => wire.input).join(', ');
    const outputs = wires.map(({ output, hash }) => `${record.step}.${output} ${short(hash)}`);
    const name = `${inputs}: ${[...new Set(outputs)].join(', ')}`;
    if (above.has(record.key)) return { lines: [`${name} (above)`], children: [] };
    above.add(record.key);
    return {
      lines: [name, ...linesOf(record, alsoMadeBy, columns)],
      children: inputsOf(lineage.get(record.key)!),
    };
  };

  const root = lineage.get(subject.record.key)!;
  return [
    ...resultTitle(subject),
    ...linesOf(subject.record, subject.alsoMadeBy, PAGE_COLUMNS - 3).map((line) => `│  ${line}`),
    ...treeLines(inputsOf(root), look),
    ...labelledSection('data', data.flatMap(dataRows)),
    ...recordSections(records, places),
  ].join('\n');
}

function inputsOf({ links, unknown }: LineageNode): Input[] {
  return [...links, ...Object.entries(unknown).map(([input, hash]) => ({ input, hash }))];
}

function executionLines(record: StepRecord, places: Places, columns: number): string[] {
  const lines = wrapped(executionText(record, places.markOf(record)).split(' · '), columns, ' · ');
  return record.blessed
    ? [...lines, 'nothing ran: its code was declared to give what it gave before']
    : lines;
}

function fileWords({ parts }: StepRecord): string[] {
  return Object.entries(parts.files).map(([name, hash]) => `file ${name} ${short(hash)}`);
}

function sameBytesLines(others: readonly StepRecord[], columns: number): string[] {
  if (others.length === 0) return [];
  const listed = others
    .slice(0, MOST_OTHERS)
    .map(({ step, key, circumstances }) => `${step} ${short(key)} at ${moment(circumstances.startedAt)}`);
  const more = others.length > listed.length ? [`and ${others.length - listed.length} more`] : [];
  return wrapped(['the same bytes also from', ...listed, ...more], columns);
}

function dataRows({ step, outputs, files, description }: DataSource): [string, string][] {
  return [
    ...Object.entries(outputs).map(([name, hash]): [string, string] => [`${step}.${name}`, hash]),
    ...(['name', 'source', 'licence'] as const).flatMap((fact): [string, string][] =>
      description ? [[fact, description[fact]]] : [],
    ),
    ...Object.entries(files).map(([name, hash]): [string, string] => [`file ${name}`, hash]),
  ];
}
