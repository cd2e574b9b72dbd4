import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { timeProcess } from '../../bench/processes/time-process.js';
import type { Findings } from '../../bench/table.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'restudy-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function bench(...args: string[]) {
  const program = ['--import', './scripts/ts-node.mjs', 'bench/main.ts'];
  return timeProcess(
    { command: process.execPath, args: [...program, ...args], cwd: root },
    { keepOutput: true },
  );
}

describe('npm run bench', () => {
  it('measures a synthetic study: all of it runs, then nothing, then what a change at the root needs', async () => {
    const json = path.join(folder, 'figures.json');
    const { stdout } = await bench('--quick', '--only', 'graph-10000', '--json', json);
    const { rows, machine } = JSON.parse(readFileSync(json, 'utf8')) as Findings;
    expect(rows.map(({ id, figures }) => [id, figures['steps that ran'], figures['hits']])).toEqual([
      ['graph-10000-cold', 300, 0],
      ['graph-10000-no-op', 0, 300],
      ['graph-10000-change', 2, 298],
    ]);
    expect(
      rows.every(({ sides }) => sides.every((side) => 'summary' in side && side.summary.seconds > 0)),
    ).toBe(true);
    expect(machine.node).toBe(process.version);
    expect(stdout).toContain('graph-10000-change');
  });

  it('names the rows when it is asked for one that is not there', async () => {
    await expect(bench('--only', 'nothing')).rejects.toThrow(/ended with 2: .*svc-fit/s);
  });
});
