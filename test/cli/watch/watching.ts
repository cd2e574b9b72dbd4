import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { type Line, type Start, start } from '../restudy.js';

/** `restudy watch --json` as somebody sees it who reads its lines. */
export class Watching {
  readonly child: ChildProcess;
  /** All lines so far. */
  readonly lines: Line[] = [];
  readonly ended: Promise<number | null>;
  #read = 0;
  #arrived: () => void = () => {};

  constructor(args: readonly string[], how: Start = {}) {
    this.child = start(['watch', '--json', ...args], how);
    let rest = '';
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      this.lines.push(...lines.map((line) => JSON.parse(line) as Line));
      this.#arrived();
    });
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
  }

  /** The lines that nobody has asked for yet, up to the first one of this type, once it is there. */
  async upTo(type: string): Promise<Line[]> {
    for (;;) {
      const index = this.lines.findIndex((line, place) => place >= this.#read && line.type === type);
      if (index >= 0) {
        const lines = this.lines.slice(this.#read, index + 1);
        this.#read = index + 1;
        return lines;
      }
      await new Promise<void>((resolve, reject) => {
        this.#arrived = resolve;
        void this.ended.then(() => reject(new Error(`It ended without "${type}".`)));
      });
    }
  }

  async stop(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.ended;
  }
}

/** The ids of the steps that ran, in a run's lines, sorted. */
export function ranIn(lines: readonly Line[]): string[] {
  return lines
    .filter(({ type, outcome }) => type === 'step' && outcome === 'ran')
    .map(({ step }) => String(step))
    .sort();
}

/** How many runs began, in some lines. */
export function runsIn(lines: readonly Line[]): number {
  return lines.filter(({ type }) => type === 'run-started').length;
}

/** The processes that a process has started and that have not ended. Linux only. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number);
}

/** Field 4 of /proc/<pid>/stat, which follows the program's name in brackets (proc(5)). */
function parentOf(pid: string): number | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
