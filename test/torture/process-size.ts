import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Says what a process takes up after something, and what else there is to say (Linux). */
export function tellSize(after: string, { pid }: ChildProcess, more: string): void {
  const memory = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  const handles = readdirSync(`/proc/${pid}/fd`).length;
  process.stdout.write(
    `after ${after}: ${(Number(memory) / 1024).toFixed(0)} MiB resident, ${handles} handles; ${more}\n`,
  );
}
