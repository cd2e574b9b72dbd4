import { describe, expect, it } from 'vitest';
import { formatBytes, formatFigure, formatSeconds } from '../../bench/format.js';
import { summarize } from '../../bench/measurement.js';
import { OURS, type RowResult } from '../../bench/row.js';
import { type Findings, markdownTable, partsTables, textTable } from '../../bench/table.js';

const row: RowResult = {
  id: 'svc-fit',
  title: 'SVC fit',
  sides: [
    {
      name: OURS,
      summary: summarize([{ seconds: 0.5, peakMemoryBytes: 2e8, result: '9', parts: { fit: 0.4 } }]),
    },
    {
      name: 'peer',
      summary: summarize([{ seconds: 4, peakMemoryBytes: 1e9, result: '9', parts: { fit: 3 } }]),
    },
    { name: 'other', missing: 'not installed' },
  ],
  targets: [
    { than: 'peer', times: 10, value: 8, met: false },
    { figure: 'GB', atMost: 3, value: 0.2, met: true },
  ],
  figures: { GB: 0.2 },
  loadAverage: 0,
};

const findings: Findings = {
  machine: {
    date: '2026-03-04T05:06:07.890Z',
    cpu: 'A processor',
    cores: 2,
    memoryBytes: 16e9,
    platform: 'linux x64',
    node: 'v20.19.0',
    python: null,
    commit: 'abc',
    loadAverages: [0.1, 0.2, 0.3],
  },
  quick: false,
  rows: [row, { ...row, id: 'broken', sides: [], targets: [], figures: {}, failure: 'it broke\nhere' }],
};

const cellsOf = (line: string | undefined) =>
  line?.split(' | ').map((cell) => cell.replaceAll('|', '').trim());

describe('the table', () => {
  it('says where and when it was measured', () => {
    const header =
      '2026-03-04 05:06 UTC; A processor, 2 cores, 16.0 GB memory, linux x64; Node v20.19.0; ' +
      'without scikit-learn; commit abc; load average 0.10 0.20 0.30 when it began.';
    expect(textTable(findings)).toContain(header);
    expect(textTable({ ...findings, quick: true })).toContain('these figures mean nothing');
  });

  it('has a line a peer, a line a figure, and what failed', () => {
    const lines = markdownTable(findings).split('\n').slice(4).map(cellsOf);
    const name = 'svc-fit: SVC fit';
    expect(lines).toEqual([
      [name, '500 ms', 'peer', '4.00 s', '8.00', '>= 10', 'NO', '200 MB', '1.00 GB', 'yes'],
      ['', '500 ms', 'other', 'not there: not installed', '', '', '', '', '', ''],
      ['GB', '0.200', '', '', '', '<= 3', 'yes', '', '', ''],
      ['broken: SVC fit', 'failed', 'it broke', '', '', '', '', '', '', ''],
    ]);
  });

  it('shows when sides came to different results', () => {
    const [ours, peer] = row.sides as [(typeof row.sides)[number], (typeof row.sides)[number]];
    const other = { ...peer, summary: summarize([{ seconds: 4, result: '8' }]) };
    const different = { ...findings, rows: [{ ...row, sides: [ours, other] }] };
    expect(textTable(different)).toContain('NO: 9 / 8');
  });

  it('sets parts beside one another', () => {
    expect(partsTables(findings)).toMatch(/parts of svc-fit +restudy +peer\nfit +400 ms +3.00 s\n/);
  });
});

describe('figures', () => {
  it('have three digits', () => {
    expect([12.345, 1, 0.9999, 0.012345, 0.000012345].map(formatSeconds)).toEqual([
      ...['12.3 s', '1.00 s', '1.00 s', '12.3 ms', '12.3 µs'],
    ]);
    expect([0, 0.0123456, 2.34567, 1234.5].map(formatFigure)).toEqual(['0', '0.0123', '2.35', '1235']);
    expect([1.5e6, 2.25e9, null].map(formatBytes)).toEqual(['1.50 MB', '2.25 GB', '']);
  });
});
