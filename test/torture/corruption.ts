import { type ChildProcess, fork } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { damage } from './damage.js';
import { Random } from './random.js';
import { makeSampleStore, type Sample, type SampleSize } from './sample-store.js';
import type { Task, Used } from './use-store.js';

/** What came of damaging a store many times. */
export interface CorruptionReport {
  trials: number;
  /** The store went on, with what was left of it. */
  used: number;
  /** It said what is wrong and what to do. */
  refused: number;
  /** The process that met the damage first was gone; the next one said what to do, or went on. */
  died: number;
  /** Afterwards, `cache verify --repair` made a store that works; records kept of all that there had been. */
  repaired: number;
  recordsKept: number;
  recordsBefore: number;
  /** There was nothing left to repair, and it said so. */
  beyondRepair: number;
  /** What must never be: a wrong result, or a process that died twice. With the trial's number. */
  readonly failures: string[];
}

const MOST_MS = 20_000;

type Answer = Used | { readonly kind: 'died'; readonly how: string };

/** One trial in so many is with a large store, in whose file most is values. */
const TRIALS_A_LARGE_ONE = 8;

interface Original extends Sample {
  readonly size: SampleSize;
  readonly folder: string;
}

/**
 * Damages copies of two stores, uses each, and repairs it where it was refused; as many at once as there are cores.
 *
 * @param onTrial called with the numbers of trials that were made, and of failures
 */
export async function corrupt(
  program: string,
  folder: string,
  seed: number,
  trials: number,
  onTrial?: (made: number, failures: number) => void,
): Promise<CorruptionReport> {
  const original = async (size: SampleSize): Promise<Original> => {
    const own = path.join(folder, size);
    return { size, folder: own, ...(await makeSampleStore(own, size)) };
  };
  const [small, large] = [await original('small'), await original('large')];
  const report: CorruptionReport = {
    trials: 0,
    used: 0,
    refused: 0,
    died: 0,
    repaired: 0,
    recordsKept: 0,
    recordsBefore: 0,
    beyondRepair: 0,
    failures: [],
  };
  let made = 0;
  const work = async (copy: string) => {
    const user = new User(program);
    try {
      while (report.trials < trials) {
        const trial = report.trials++;
        const store = trial % TRIALS_A_LARGE_ONE === 0 ? large : small;
        mkdirSync(copy);
        copyFileSync(path.join(store.folder, 'data.mdb'), path.join(copy, 'data.mdb'));
        const way = damage(path.join(copy, 'data.mdb'), new Random(seed * 100_003 + trial));
        await oneTrial(user, copy, store, report, `trial ${trial} (${way})`);
        rmSync(copy, { recursive: true, force: true });
        onTrial?.(++made, report.failures.length);
      }
    } finally {
      user.end();
    }
  };
  const workers = Array.from({ length: availableParallelism() }, (_, worker) => `copy-${worker}`);
  await Promise.all(workers.map((copy) => work(path.join(folder, copy))));
  return report;
}

async function oneTrial(user: User, folder: string, store: Original, report: CorruptionReport, name: string) {
  const fail = (what: string) => report.failures.push(`${name}: ${what}`);
  const task = { folder, size: store.size, repair: false };
  const first = await user.ask(task);
  // Nobody is left who could say anything; the next one must.
  const answer = first.kind === 'died' ? await user.ask(task) : first;
  if (first.kind === 'died') report.died++;
  else if (first.kind === 'used') report.used++;
  else if (first.kind === 'refused') report.refused++;
  if (answer.kind === 'died') return fail(`a second process died as well (${answer.how})`);
  if (answer.kind === 'wrong') return fail(answer.what);
  if (answer.kind === 'used') return;
  if (!/cache verify --repair|delete this one/.test(answer.message) || answer.message.includes('\n')) {
    return fail(`it does not say what to do: ${answer.message}`);
  }
  // As whoever is told to would: in a process that is not at it already.
  if (answer === first) user.end();
  const repaired = await user.ask({ ...task, repair: true });
  if (repaired.kind === 'refused') report.beyondRepair++;
  else if (repaired.kind !== 'used') fail(`repair: ${JSON.stringify(repaired)}`);
  else {
    report.repaired++;
    report.recordsKept += repaired.records;
    report.recordsBefore += store.records.length;
  }
}

/** A process that uses stores, and another one when it died. */
class User {
  readonly #program: string;
  #child: ChildProcess | undefined;

  constructor(program: string) {
    this.#program = program;
  }

  ask(task: Task): Promise<Answer> {
    // Without this process's own arguments, which load the TypeScript compiler: it would take seconds.
    this.#child ??= fork(this.#program, { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const child = this.#child;
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), MOST_MS);
      const done = (answer: Answer) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(answer);
      };
      child.once('message', (answer: Used) => done(answer));
      child.once('exit', (code, signal) => {
        this.#child = undefined;
        done({ kind: 'died', how: String(signal ?? code) });
      });
      child.send(task);
    });
  }

  end(): void {
    this.#child?.kill();
    this.#child = undefined;
  }
}
