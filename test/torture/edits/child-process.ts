import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Task } from './child.js';
import type { History } from './generator.js';
import { hasTypeScript } from './project.js';
import type { Tried } from './try-history.js';

const LIBRARY = new URL('../../../dist/index.js', import.meta.url).href;
const HOOKS = new URL('./typescript-hooks.mjs', import.meta.url).href;
/** Modules that were loaded stay in memory: after so many projects a new process begins. */
const MOST_TRIED = 300;
const SLOWEST_MS = 60_000;

type Kind = 'plain' | 'typescript';

/**
 * Tries projects and their edits in processes of its own, one after the other: those with TypeScript in one that has hooks
 * for it, through which all of its imports take twice as long.
 */
export class Trier {
  readonly #program: string;
  readonly #folder: string;
  readonly #children: Record<Kind, ChildProcess | undefined> = {
    plain: undefined,
    typescript: undefined,
  };
  #tried = 0;

  /** @param folder with a node_modules that projects in it find. */
  constructor(program: string, folder: string) {
    this.#program = program;
    this.#folder = mkdtempSync(path.join(folder, 'lane-'));
  }

  async try(history: History): Promise<Tried> {
    if (this.#tried++ % MOST_TRIED === 0) await this.close();
    const kind = hasTypeScript(history.project) ? 'typescript' : 'plain';
    const child = this.#children[kind] ?? (await this.#start(kind));
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
        this.#children[kind] = undefined;
        failed('the process that ran it ended');
      };
      const timer = setTimeout(() => {
        void this.#end(kind);
        failed('it has no end');
      }, SLOWEST_MS);
      child.on('message', tell);
      child.on('exit', end);
    });
    child.send(task);
    return told;
  }

  async close(): Promise<void> {
    await this.#end('plain');
    await this.#end('typescript');
  }

  async #start(kind: Kind): Promise<ChildProcess> {
    const hooks = kind === 'typescript' ? [HOOKS] : [];
    const child = fork(this.#program, [this.#folder, LIBRARY, ...hooks], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#children[kind] = child;
    await once(child, 'message');
    return child;
  }

  async #end(kind: Kind): Promise<void> {
    const child = this.#children[kind];
    this.#children[kind] = undefined;
    if (!child || child.exitCode !== null) return;
    child.removeAllListeners('exit');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
