import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Task } from './child.js';
import type { History } from './generator.js';
import type { Tried } from './try-history.js';

const LIBRARY = new URL('../../../dist/index.js', import.meta.url).href;
const HOOKS = new URL('./typescript-hooks.mjs', import.meta.url).href;
/** Modules that were loaded stay in memory: after so many projects a new process begins. */
const MOST_TRIED = 300;
const SLOWEST_MS = 60_000;

/** Tries projects and their edits in processes of its own, one after the other. */
export class Trier {
  readonly #program: string;
  readonly #folder: string;
  #child: ChildProcess | undefined;
  #tried = 0;

  /** @param folder with a node_modules that projects in it find. */
  constructor(program: string, folder: string) {
    this.#program = program;
    this.#folder = mkdtempSync(path.join(folder, 'lane-'));
  }

  async try(history: History): Promise<Tried> {
    if (this.#tried++ % MOST_TRIED === 0) await this.#end();
    const child = this.#child ?? (await this.#start());
    const task: Task = { history, number: this.#tried };
    const told = new Promise<Tried>((resolve) => {
      const tell = (tried: Tried) => {
        clearTimeout(timer);
        child.off('message', tell);
        child.off('exit', end);
        resolve(tried);
      };
      const failed = (what: string) =>
        tell({ edits: [], ran: 0, hits: 0, fresh: 0, problem: { kind: 'broken', edit: -1, what } });
      const end = () => {
        this.#child = undefined;
        failed('the process that ran it ended');
      };
      const timer = setTimeout(() => {
        void this.#end();
        failed('it has no end');
      }, SLOWEST_MS);
      child.on('message', tell);
      child.on('exit', end);
    });
    child.send(task);
    return told;
  }

  async close(): Promise<void> {
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(this.#program, [this.#folder, LIBRARY, HOOKS], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    await once(child, 'message');
    return child;
  }

  async #end(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    child.removeAllListeners('exit');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
