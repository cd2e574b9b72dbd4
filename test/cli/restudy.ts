import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The compiled command line. */
export const restudyProgram = path.join(root, 'dist/cli.cjs');

/** How to start restudy: the compiled bundle, this one or another, from some folder; or the sources in some folder. */
export type Start = {
  readonly node?: string;
  readonly dist?: string;
  readonly from?: string;
  readonly sources?: string;
};

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The JSON lines that it printed. */
  readonly lines: readonly Line[];
}

export type Line = Readonly<Record<string, unknown>> & { readonly type: string };

export function start(
  args: readonly string[],
  { node = process.execPath, dist = path.join(root, 'dist'), from = tmpdir(), sources }: Start = {},
): ChildProcess {
  const program = sources
    ? ['--import', './scripts/ts-node.mjs', 'cli/main.ts']
    : [path.join(dist, 'cli.cjs')];
  return spawn(node, [...program, ...args], { cwd: sources ?? from, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts the compiled bundle in a folder. */
export function startIn(folder: string, args: readonly string[]): ChildProcess {
  return start(args, { from: folder });
}

/** Runs restudy to its end. */
export function restudy(args: readonly string[], how: Start = {}): Promise<Finished> {
  return finished(start(args, how));
}

export function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const lines = stdout
        .split('\n')
        .filter((line) => line.startsWith('{"type"'))
        .map((line) => JSON.parse(line) as Line);
      resolve({ code, stdout, stderr, lines });
    });
  });
}

/** The steps that ran, and those that were anything but a hit or run. */
export function outcomes({ lines }: Finished): { readonly ran: string[]; readonly other: string[] } {
  const steps = lines.filter(({ type }) => type === 'step');
  const idsOf = (wanted: (outcome: unknown) => boolean) =>
    steps
      .filter(({ outcome }) => wanted(outcome))
      .map(({ step }) => String(step))
      .sort();
  return {
    ran: idsOf((outcome) => outcome === 'ran'),
    other: idsOf((outcome) => outcome !== 'ran' && outcome !== 'hit'),
  };
}

/** step -> its outputs' hashes */
export function hashes({ lines }: Finished): Record<string, unknown> {
  const steps = lines
    .filter(({ type }) => type === 'step')
    .map(({ step, outputs }) => [String(step), outputs]);
  return Object.fromEntries(steps.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/** The line about a step. */
export function stepLine({ lines }: Finished, step: string): Line | undefined {
  return lines.find((line) => line.type === 'step' && line['step'] === step);
}

/** A folder of its own that is deleted at the end. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'restudy-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
