import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunEvent, RunOutcome } from '../../pipeline/run/events.js';
import type { StepResult } from '../../reports/figures/step-results.js';
import { readMessage } from './run-messages.js';
import type { RunOutline } from './run-outline.js';
import { RELAY, type RunRequest, runArguments } from './run-request.js';

export interface RunEnd {
  /** `crashed`: there was no run, or the process died: bad params, code that does not load, a kill. */
  readonly outcome: RunOutcome | 'crashed';
  /** Why it crashed: what the process wrote about it. */
  readonly message?: string;
  /** What came of the steps, if the run got to its end. */
  readonly results?: readonly StepResult[];
}

export interface RunProcess {
  /** Ends the run as Ctrl-C would: finished work is kept, and the run is recorded as interrupted. */
  cancel(): void;
  /** The process has ended. Never rejects. */
  readonly ended: Promise<RunEnd>;
}

/** A run that was told to end ends by itself within a second (interrupt.ts); one that does not is stuck. */
const STUCK_MS = 4_000;
const KEPT_ERROR_CHARACTERS = 20_000;
const INTERRUPTED = 130;

/**
 * Runs `restudy run` in a process of its own, so that each run has the code as it is saved and nothing stays behind
 * of an earlier one. The process ends when this one does, however that happens.
 * @param listen gets the run's events in order.
 * @param outlined gets what is known of the steps, before the first event.
 */
export function startRun(
  request: RunRequest,
  listen: (event: RunEvent) => void,
  outlined: (outline: RunOutline) => void = () => {},
): RunProcess {
  const { program, execArgv } = thisProgram();
  const child = fork(program, runArguments(request), {
    execArgv,
    env: { ...process.env, [RELAY]: 'ipc' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A group of its own: a terminal's Ctrl-C is for this process, which passes it on once.
    detached: true,
  });
  let outcome: RunOutcome | undefined;
  let results: readonly StepResult[] | undefined;
  let strange = false;
  let written = '';
  let stuck: NodeJS.Timeout | undefined;
  const cancel = () => {
    if (stuck) return;
    child.kill('SIGINT');
    stuck = setTimeout(() => child.kill('SIGKILL'), STUCK_MS);
  };
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    written = (written + text).slice(-KEPT_ERROR_CHARACTERS);
  });
  child.on('message', (arrived) => {
    const message = readMessage(arrived);
    if (!message) {
      strange = true;
      cancel();
    } else if (message.type === 'outline') outlined(message);
    else if (message.type === 'results') results = message.results;
    else {
      if (message.type === 'run-ended') outcome = message.outcome;
      listen(message);
    }
  });
  const ended = new Promise<RunEnd>((resolve) => {
    const end = (why: string) => {
      clearTimeout(stuck);
      if (strange) resolve({ outcome: 'crashed', message: DIFFERENT });
      else if (outcome) resolve({ outcome, ...(results ? { results } : {}) });
      else if (stuck) resolve({ outcome: 'interrupted' });
      else resolve({ outcome: 'crashed', message: written.trim().replace(/^restudy: /, '') || why });
    };
    child.on('error', (error) => end(`the process of the run cannot be started: ${error.message}`));
    child.on('close', (code, signal) => {
      if (code === INTERRUPTED) outcome ??= 'interrupted';
      end(`the process of the run ended with ${signal ?? `exit code ${code}`} and said nothing`);
    });
  });
  return { cancel, ended };
}

const DIFFERENT =
  'the process of the run speaks another version of the protocol: start this command again, it is older than the sources.';

/** What starts this very command line anew: the compiled one, or the sources. */
function thisProgram(): { readonly program: string; readonly execArgv: string[] } {
  const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  return import.meta.url.endsWith('.ts')
    ? {
        program: pathOf('../main.ts'),
        execArgv: ['--import', new URL('../../scripts/ts-node.mjs', import.meta.url).href],
      }
    : { program: pathOf('cli.cjs'), execArgv: [] };
}
