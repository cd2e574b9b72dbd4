import { type Column, table } from '../reports/words/table.js';
import { formatBytes, formatFigure, formatSeconds } from './format.js';
import type { Machine } from './machine.js';
import { OURS, type RowResult, type SideResult, type TargetResult } from './row.js';

/** All that a run of the benchmark found. */
export interface Findings {
  readonly machine: Machine;
  readonly quick: boolean;
  readonly rows: readonly RowResult[];
}

const COLUMNS: readonly Column[] = [
  { title: 'row', align: 'left' },
  { title: 'restudy', align: 'right' },
  { title: 'beside', align: 'left' },
  { title: 'its time', align: 'right' },
  { title: 'ratio', align: 'right' },
  { title: 'target', align: 'right' },
  { title: 'met', align: 'left' },
  { title: 'memory', align: 'right' },
  { title: 'its memory', align: 'right' },
  { title: 'same result', align: 'left' },
];

export function textTable(findings: Findings): string {
  return [header(findings), '', table(COLUMNS, findings.rows.flatMap(linesOf)), ''].join('\n');
}

export function markdownTable(findings: Findings): string {
  const line = (cells: readonly string[]) =>
    `| ${COLUMNS.map((_, index) => (cells[index] ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${COLUMNS.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|`;
  const titles = line(COLUMNS.map(({ title }) => title));
  return [header(findings), '', titles, rule, ...findings.rows.flatMap(linesOf).map(line)].join('\n');
}

function header({ machine, quick }: Findings): string {
  const { date, cpu, cores, memoryBytes, platform, node, python, commit, loadAverages } = machine;
  const parts = [
    `${date.slice(0, 16).replace('T', ' ')} UTC`,
    `${cpu}, ${cores} cores, ${formatBytes(memoryBytes)} memory, ${platform}`,
    `Node ${node}`,
    python ?? 'without scikit-learn',
    `commit ${commit ?? 'unknown'}`,
    `load average ${loadAverages.map((load) => load.toFixed(2)).join(' ')} when it began`,
  ];
  return `${quick ? 'QUICK, these figures mean nothing. ' : ''}${parts.join('; ')}.`;
}

/** A line for each peer, or one without; then one for each figure. */
function linesOf(row: RowResult): string[][] {
  const { id, title, sides, figures, targets, failure } = row;
  const name = `${id}: ${title}`;
  if (failure !== undefined) return [[name, 'failed', failure.split('\n')[0]!]];
  const [ours, ...peers] = sides;
  const own = ownCells(ours);
  const lines =
    peers.length === 0
      ? [[name, own.time, '', '', '', '', '', own.memory]]
      : peers.map((peer, index) => [index === 0 ? name : '', ...besideCells(ours, peer, targets)]);
  return [...lines, ...figureLines(figures, peers, targets)];
}

function ownCells(side: SideResult | undefined): { time: string; memory: string } {
  if (!side || 'missing' in side) return { time: '', memory: '' };
  const { seconds, peakMemoryBytes } = side.summary;
  return { time: formatSeconds(seconds), memory: formatBytes(peakMemoryBytes) };
}

function besideCells(
  ours: SideResult | undefined,
  peer: SideResult,
  targets: readonly TargetResult[],
): string[] {
  const own = ownCells(ours);
  if ('missing' in peer) return [own.time, peer.name, `not there: ${peer.missing}`];
  if (!ours || 'missing' in ours) return ['', peer.name, ownCells(peer).time];
  const target = targets.find((candidate) => 'than' in candidate && candidate.than === peer.name);
  const [a, b] = [ours.summary.result, peer.summary.result];
  return [
    own.time,
    peer.name,
    formatSeconds(peer.summary.seconds),
    formatFigure(peer.summary.seconds / ours.summary.seconds),
    target && 'times' in target ? `>= ${target.times}` : '',
    verdict(target),
    own.memory,
    formatBytes(peer.summary.peakMemoryBytes),
    a === null || b === null ? '' : a === b ? 'yes' : `NO: ${a} / ${b}`,
  ];
}

/** Each of our figures, beside that of the first peer that has it too. */
function figureLines(
  figures: Readonly<Record<string, number>>,
  peers: readonly SideResult[],
  targets: readonly TargetResult[],
): string[][] {
  return Object.entries(figures).map(([name, value]) => {
    const peer = peers.find((side) => 'summary' in side && side.summary.figures[name] !== undefined);
    const theirs = peer && 'summary' in peer ? formatFigure(peer.summary.figures[name]!) : '';
    const target = targets.find((candidate) => 'figure' in candidate && candidate.figure === name);
    const limit = target && 'figure' in target ? `<= ${target.atMost}` : '';
    return [`  ${name}`, formatFigure(value), peer?.name ?? '', theirs, '', limit, verdict(target)];
  });
}

function verdict(target: TargetResult | undefined): string {
  if (!target) return '';
  return target.met === null ? 'not measured' : target.met ? 'yes' : 'NO';
}

/** The parts of each row that has some, ours beside the first peer's. */
export function partsTables({ rows }: Findings): string {
  return rows
    .flatMap(({ id, sides }) => {
      const [ours, peer] = sides.flatMap((side) => ('missing' in side ? [] : [side]));
      const names = Object.keys({ ...ours?.summary.parts, ...peer?.summary.parts });
      if (!ours || ours.name !== OURS || names.length === 0) return [];
      const columns: Column[] = [
        { title: `parts of ${id}`, align: 'left' },
        { title: OURS, align: 'right' },
        { title: peer?.name ?? '', align: 'right' },
      ];
      const cell = (seconds: number | undefined) => (seconds === undefined ? '' : formatSeconds(seconds));
      const lines = names.map((part) => [
        part,
        cell(ours.summary.parts[part]),
        cell(peer?.summary.parts[part]),
      ]);
      return [`${table(columns, lines)}\n`];
    })
    .join('\n');
}
