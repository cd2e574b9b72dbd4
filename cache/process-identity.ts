import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, as others on the same or another machine can recognise it. */
export interface ProcessIdentity {
  /** Where its pid means something. */
  readonly host: string;
  readonly pid: number;
  /** When it started, in the kernel's words: a pid is given to another process one day. Linux only. */
  readonly started: string | null;
}

let ours: ProcessIdentity | undefined;

/** This process. */
export function self(): ProcessIdentity {
  ours ??= { host: hostOfPids(), pid: process.pid, started: statOf(process.pid)?.started ?? null };
  return ours;
}

/** Whether a process is known to have ended. False for processes elsewhere: nothing is known about them. */
export function isGone({ host, pid, started }: ProcessIdentity): boolean {
  if (host !== self().host) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const stat = statOf(pid);
  if (!stat) return false;
  // A zombie ended, and only its parent did not ask yet how.
  if (stat.state === 'Z' || stat.state === 'X') return true;
  return started !== null && started !== stat.started;
}

/** Containers on one machine may share its name, but not their pids. */
function hostOfPids(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** Fields 3 and 22 of /proc/<pid>/stat (proc(5)): the state and the start time in ticks since boot. */
function statOf(pid: number): { state: string; started: string } | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // Field 2 is the program's name in brackets, and may itself hold brackets and blanks.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0]!, started: fields[19]! };
  } catch {
    return undefined;
  }
}
