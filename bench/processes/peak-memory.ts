import type { Bench } from '../bench.js';
import type { Side } from '../row.js';
import { type Command, timeProcess } from './time-process.js';

const SCRIPT = `
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(peak * (1 if sys.platform == "darwin" else 1024))
`;

/**
 * The largest resident set, in bytes, that a program which cannot report it itself (or a process it started and
 * waited for) reaches in a run; undefined where there is no Python to ask.
 */
async function peakMemoryOf(
  { command, args, ...where }: Command,
  { python }: Bench,
): Promise<number | undefined> {
  if ('missing' in python) return undefined;
  const watched = { ...where, command: python.command, args: ['-c', SCRIPT, command, ...args] };
  return Number((await timeProcess(watched, { keepOutput: true })).stdout);
}

/** A side that is a program: how long it takes from outside, and its peak memory in a run beside those. */
export async function programSide(bench: Bench, name: string, command: Command): Promise<Side> {
  const peakMemoryBytes = await peakMemoryOf(command, bench);
  const memory = peakMemoryBytes === undefined ? {} : { peakMemoryBytes };
  return { name, measure: async () => ({ seconds: (await timeProcess(command)).seconds, ...memory }) };
}
