import { type ChildProcess, fork } from 'node:child_process';
import type { TargetName } from './target-names.js';

export type FromChild =
  | { readonly type: 'input'; readonly batch: number; readonly input: number }
  | { readonly type: 'crash'; readonly crash: string }
  | {
      readonly type: 'batch';
      readonly tally: { readonly accepted: number; readonly refused: number };
      readonly peakMemoryBytes: number;
    }
  | { readonly type: 'end' };

/** What came of all inputs of one parser. */
export interface Findings {
  readonly target: TargetName;
  readonly inputs: number;
  accepted: number;
  refused: number;
  /** What went wrong, and with which input: the seed gives it again. */
  readonly crashes: { readonly batch: number; readonly input: number; readonly what: string }[];
  readonly hangs: { readonly batch: number; readonly input: number }[];
  peakMemoryBytes: number;
}

/** An input takes milliseconds. */
const MOST_SECONDS = 10;
/** Loading the parsers, on a machine that has other things to do. */
const MOST_START_SECONDS = 120;
/** JavaScript's heap, in MiB. What is beyond it (buffers) is measured. */
const HEAP_MEGABYTES = 256;

/** Throws inputs at a parser in processes of their own, and starts another one where one hangs or dies. */
export async function fuzz(
  program: string,
  target: TargetName,
  seed: number,
  inputs: number,
): Promise<Findings> {
  const findings: Findings = {
    target,
    inputs,
    accepted: 0,
    refused: 0,
    crashes: [],
    hangs: [],
    peakMemoryBytes: 0,
  };
  let next: Place | undefined = { batch: 0, input: 0 };
  let stuck: Place | undefined;
  while (next) {
    const child = fork(program, [target, seed, inputs, next.batch, next.input].map(String), {
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const { end, place }: Ended = await follow(child, findings);
    if (end === 'all') return findings;
    // The machine may have been busy, or have slept: it hangs if it does so twice.
    const isAgain = stuck?.batch === place.batch && stuck.input === place.input;
    if (end === 'stuck' && isAgain) findings.hangs.push(place);
    stuck = end === 'stuck' && !isAgain ? place : undefined;
    next = stuck ?? { batch: place.batch, input: place.input + 1 };
  }
  return findings;
}

interface Place {
  readonly batch: number;
  readonly input: number;
}

/** How a process ended, and at which input. */
interface Ended {
  readonly end: 'all' | 'stuck' | 'died';
  readonly place: Place;
}

/** Follows one process to its end. */
function follow(child: ChildProcess, findings: Findings): Promise<Ended> {
  let at: Place = { batch: 0, input: -1 };
  let hasEnded = false;
  let isHanging = false;
  let stderr = '';
  child.stderr!.on('data', (text) => {
    stderr = `${stderr}${text}`.slice(-4_000);
  });
  const timer = setInterval(() => {
    const patience = at.input < 0 ? MOST_START_SECONDS : MOST_SECONDS;
    if (heard > performance.now() - patience * 1_000) return;
    isHanging = true;
    child.kill('SIGKILL');
  }, 1_000);
  let heard = performance.now();
  child.on('message', (message: FromChild) => {
    heard = performance.now();
    if (message.type === 'input') at = { batch: message.batch, input: message.input };
    else if (message.type === 'crash') findings.crashes.push({ ...at, what: message.crash });
    else if (message.type === 'batch') {
      findings.accepted += message.tally.accepted;
      findings.refused += message.tally.refused;
      findings.peakMemoryBytes = Math.max(findings.peakMemoryBytes, message.peakMemoryBytes);
    } else hasEnded = true;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(timer);
      if (hasEnded) return resolve({ end: 'all', place: at });
      if (at.input < 0) return reject(new Error(`The process did not begin (${signal ?? code}): ${stderr}`));
      if (isHanging) return resolve({ end: 'stuck', place: at });
      findings.crashes.push({ ...at, what: `the process ended (${signal ?? code}): ${stderr}` });
      resolve({ end: 'died', place: at });
    });
  });
}
