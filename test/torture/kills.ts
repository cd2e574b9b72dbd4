import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLmdbStore } from '../../cache/lmdb/lmdb-store.js';
import { root } from '../cli/restudy.js';
import { Random } from './random.js';

/** What came of killing real processes at random moments. */
export interface KillsReport {
  trials: number;
  /** Processes that were killed while they worked; the others had ended by then. */
  kills: number;
  /** Results that a process had said were kept, and that were there ever after. */
  promises: number;
  /** What must never be, with the trial's number. */
  readonly failures: string[];
}

interface Study {
  /** A params file that makes the study small (test/cli/small-digits.ts). */
  readonly params: string;
  /** Step -> its outputs' hashes, of a run that nobody disturbed. */
  readonly undisturbed: Readonly<Record<string, unknown>>;
  /** Milliseconds that such a run takes. */
  readonly runMs: number;
}

/** How often everything is deleted again, so that there is something to compute. */
const TRIALS_A_CACHE = 12;

const [RUN, FORCE, GC, VERIFY, AUDIT] = [
  ['run'],
  ['run', '--force', 'vote'],
  ['cache', 'gc', '--keep-runs', '1'],
  ['cache', 'verify'],
  ['audit', 'split', 'vote'],
] as const;

/**
 * Kills processes at random moments of real work on one cache, of which some are at it at the same time, and looks at
 * the cache after each. In the end the study is run to its end: its results must be those of a run that nobody disturbed.
 */
export async function killAtRandom(
  { params, undisturbed, runMs }: Study,
  folder: string,
  seed: number,
  isOver: (trials: number) => boolean,
): Promise<KillsReport> {
  const random = new Random(seed);
  const report: KillsReport = { trials: 0, kills: 0, promises: 0, failures: [] };
  const cache = path.join(folder, 'killed');
  let promised = new Map<string, string>();
  for (; !isOver(report.trials); report.trials++) {
    const name = `trial ${report.trials}`;
    if (report.trials % TRIALS_A_CACHE === 0) {
      rmSync(cache, { recursive: true, force: true });
      promised = new Map();
    }
    const isCrowded = report.trials % 4 === 3;
    const crowd = isCrowded ? 2 + random.below(7) : 1;
    const commands = Array.from({ length: crowd }, () =>
      random.pick([RUN, RUN, RUN, FORCE, GC, VERIFY, AUDIT]),
    );
    const processes = commands.map(
      (command) => new Process([...command, '--cache', cache, '--params', params]),
    );
    // Some die early, while they open or commit; some late.
    await sleep(random.below(random.pick([200, runMs, 2 * runMs])));
    for (const one of processes) if (one.kill()) report.kills++;
    for (const one of processes) await one.ended;
    for (const one of processes) for (const [key, outputs] of one.promises()) promised.set(key, outputs);
    const hasCollected = commands.includes(GC);
    const lost = await faultsOf(cache, hasCollected ? new Map() : promised);
    if (hasCollected) promised = new Map();
    report.promises += promised.size;
    if (lost.length > 0) {
      report.failures.push(
        `${name} (${commands.map((command) => command.join(' ')).join('; ')}): ${lost.join('; ')}`,
      );
      cpSync(cache, path.join(folder, `failure-${report.trials}`), { recursive: true });
    }
  }
  const last = new Process(['run', '--cache', cache, '--params', params]);
  const code = await last.ended;
  const results = last.outputs();
  if (code !== 0) report.failures.push(`the last run ended with ${code}: ${last.stderr}`);
  if (JSON.stringify(results) !== JSON.stringify(undisturbed)) {
    report.failures.push('the last run has other results than the one that nobody disturbed');
  }
  return report;
}

/** Runs the study to its end, undisturbed. */
export async function runUndisturbed(params: string, cache: string): Promise<Study> {
  const started = performance.now();
  const run = new Process(['run', '--cache', cache, '--params', params]);
  const code = await run.ended;
  if (code !== 0) throw new Error(`the study does not run (${code}): ${run.stderr}`);
  return { params, undisturbed: run.outputs(), runMs: performance.now() - started };
}

/** What is wrong with a cache: what is damaged, and what was promised and is not there. */
async function faultsOf(cache: string, promised: ReadonlyMap<string, string>): Promise<string[]> {
  const store = openLmdbStore(cache);
  try {
    const { damaged, broken } = await store.verify();
    const history = store.verifyChain().faults.map((fault) => `history: ${JSON.stringify(fault)}`);
    const records = new Map(
      store.records().map(({ key, outputs }) => [key as string, JSON.stringify(outputs)]),
    );
    const lost = [...promised]
      .filter(([key, outputs]) => records.get(key) !== outputs)
      .map(([key]) => `lost ${key}`);
    return [
      ...damaged.map((hash) => `damaged ${hash}`),
      ...broken.map((what) => `broken ${what}`),
      ...history,
      ...lost,
    ];
  } finally {
    await store.close();
  }
}

/** A process of the command line, and what it said. */
class Process {
  readonly #child: ChildProcess;
  #stdout = '';
  stderr = '';
  readonly ended: Promise<number | string>;

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = new Promise((resolve) =>
      this.#child.on('close', (code, signal) => resolve(signal ?? code ?? 0)),
    );
  }

  /** Returns whether it was still there. */
  kill(): boolean {
    return this.#child.exitCode === null && this.#child.kill('SIGKILL');
  }

  /** Key -> outputs, of each step that it said had run or was a hit. */
  promises(): Map<string, string> {
    const steps = this.#steps().filter(({ outcome }) => outcome === 'ran' || outcome === 'hit');
    return new Map(steps.map(({ key, outputs }) => [String(key), JSON.stringify(outputs)]));
  }

  /** Step -> its outputs' hashes, in the order of their names. */
  outputs(): Record<string, unknown> {
    const steps = this.#steps().map(({ step, outputs }) => [String(step), outputs] as const);
    return Object.fromEntries(steps.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** The last line may be half of one. */
  #steps(): Readonly<Record<string, unknown>>[] {
    const lines = this.#stdout.split('\n').slice(0, -1);
    return lines.filter((line) => line.startsWith('{"type":"step"')).map((line) => JSON.parse(line));
  }
}
