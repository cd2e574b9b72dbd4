import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildChildren, type Children } from './children.js';
import type { Options } from './options.js';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What all rows are measured with. */
export interface Bench {
  /** Small sizes, to see that the benchmark itself works; the figures mean nothing. */
  readonly quick: boolean;
  /** How often to measure, if the user said so. */
  readonly repeat: number | undefined;
  /** A Python that has scikit-learn; or why there is none. */
  readonly python: { readonly command: string } | { readonly missing: string };
  /** Our programs that do a piece of work in a process of their own and print what they measured. */
  readonly children: Children;
  readonly cores: number;
  /** A new empty folder, deleted at the end. */
  newFolder(name: string): string;
  /** Says what is going on. */
  tell(line: string): void;
  /** Deletes all folders. */
  close(): void;
}

export async function openBench({ quick, repeat }: Options, tell: (line: string) => void): Promise<Bench> {
  const folder = mkdtempSync(path.join(tmpdir(), 'restudy-bench-'));
  let folders = 0;
  return {
    quick,
    repeat,
    python: findPython(),
    children: await buildChildren(),
    cores: availableParallelism(),
    newFolder: (name) => mkdtempSync(path.join(folder, `${++folders}-${name}-`)),
    tell,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function findPython(): Bench['python'] {
  for (const command of ['/usr/bin/python3', 'python3']) {
    try {
      execFileSync(command, ['-c', 'import sklearn'], { stdio: 'ignore' });
      return { command };
    } catch {
      // Not this one.
    }
  }
  return { missing: 'no python3 here has scikit-learn' };
}
