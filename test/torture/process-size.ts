import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Says what a process takes up after something, and what else there is to say (Linux). Memory of its own is told from files
 * that it has mapped, of which the system takes back what it needs: of a cache that grows, more is mapped.
 */
export function tellSize(after: string, { pid }: ChildProcess, more: string): void {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (field: string) =>
    (Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024).toFixed(0);
  const handles = readdirSync(`/proc/${pid}/fd`).length;
  process.stdout.write(
    `after ${after}: ${mebibytes('RssAnon')} MiB of its own, ${mebibytes('RssFile')} MiB of mapped files, ${handles} handles; ${more}\n`,
  );
}
