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
  let next: { batch: number; input: number } | undefined = { batch: 0, input: 0 };
  while (next) {
    const child = fork(program, [target, seed, inputs, next.batch, next.input].map(String), {
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    next = await follow(child, findings);
  }
  return findings;
}

/** Follows one process to its end. Gives where the next one has to go on, if it did not come to the end of all inputs. */
function follow(child: ChildProcess, findings: Findings) {
  let at = { batch: 0, input: -1 };
  let hasEnded = false;
  let isHanging = false;
  let stderr = '';
  child.stderr!.on('data', (text) => {
    stderr = `${stderr}${text}`.slice(-4_000);
  });
  const timer = setInterval(() => {
    if (heard > performance.now() - MOST_SECONDS * 1_000) return;
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
  return new Promise<{ batch: number; input: number } | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(timer);
      if (hasEnded) return resolve(undefined);
      if (at.input < 0) return reject(new Error(`The process did not begin (${signal ?? code}): ${stderr}`));
      if (isHanging) findings.hangs.push(at);
      else findings.crashes.push({ ...at, what: `the process ended (${signal ?? code}): ${stderr}` });
      resolve({ batch: at.batch, input: at.input + 1 });
    });
  });
}
