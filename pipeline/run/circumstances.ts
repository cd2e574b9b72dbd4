import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import type { Circumstances } from '../../cache/record.js';

const run = promisify(execFile);
let git: Promise<Circumstances['git']> | undefined;

/** What a result must not depend on, and what it was nevertheless made with. */
export type Environment = Pick<Circumstances, 'node' | 'v8' | 'platform' | 'cpu' | 'threads'>;

export function environment(threads: number): Environment {
  return {
    node: process.version,
    v8: process.versions.v8,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    threads,
  };
}

/** The circumstances of a step that has just ended. */
export async function circumstances(
  startedAt: Date,
  seconds: number,
  threads: number,
): Promise<Circumstances> {
  git ??= gitState();
  return {
    startedAt: startedAt.toISOString(),
    seconds,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    ...environment(threads),
    git: await git,
  };
}

/** The commit that is checked out in the working directory; null if it is not under git. */
async function gitState(): Promise<Circumstances['git']> {
  try {
    const commit = await run('git', ['rev-parse', 'HEAD']);
    const status = await run('git', ['status', '--porcelain']);
    return { commit: commit.stdout.trim(), dirty: status.stdout.trim() !== '' };
  } catch {
    return null;
  }
}
