import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll } from 'vitest';

/** Below node_modules, so that the bundle finds the packages that stay outside of it. */
const bundle = fileURLToPath(
  new URL(`../../../../node_modules/.cache/restudy-tests/store-child-${process.pid}.mjs`, import.meta.url),
);

/** Another process that uses a store; see store-child.ts. */
export interface Child {
  readonly process: ChildProcess;
  /** The next message that it sends. Rejects if it ends without one. */
  next(): Promise<unknown>;
  /** Its exit code, or the signal that killed it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly stderr: () => string;
}

interface StartChild {
  (role: string, folder: string, ...rest: string[]): Child;
  /** One that fails to make any file larger than so many bytes. */
  limited(bytes: number, role: string, folder: string): Child;
  /** One for which the folder is a file system of its own that has so many bytes; its store is below that (Linux, as root). */
  onSmallDisk(bytes: number, role: string, folder: string): Child;
}

/** A file system that is seen by one process, and gone with it. */
function smallDisk(bytes: number, folder: string): string[] {
  const mount = `mount -t tmpfs -o size=${bytes} tmpfs '${path.resolve(folder)}' && exec "$@"`;
  return ['--mount', 'sh', '-c', mount, 'sh'];
}

/** Whether there may be small disks here. */
export function canMakeSmallDisks(folder: string): boolean {
  return spawnSync('unshare', [...smallDisk(1_000_000, folder), 'true']).status === 0;
}

/** Builds the program of the children, and kills those that are left after a test. Call it outside of tests. */
export function useChildren(): StartChild {
  const running = new Set<ChildProcess>();
  beforeAll(async () => {
    await build({
      entryPoints: [fileURLToPath(new URL('store-child.ts', import.meta.url))],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['lmdb'],
      logLevel: 'warning',
    });
  });
  afterAll(() => rmSync(bundle, { force: true }));
  afterEach(async () => {
    for (const child of running) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  const stdio = ['ignore', 'inherit', 'pipe', 'ipc'] as const;
  const keep = (child: ChildProcess): Child => {
    running.add(child);
    child.once('exit', () => running.delete(child));
    return follow(child);
  };
  const start = (role: string, folder: string, ...rest: string[]) =>
    keep(fork(bundle, [role, path.resolve(folder), ...rest], { stdio: [...stdio] }));
  const limited = (bytes: number, role: string, folder: string) => {
    // Ignored, so that a write fails instead of killing the process; a shell counts in blocks of 512 bytes.
    const limit = `trap '' XFSZ; ulimit -f ${Math.floor(bytes / 512)}; exec "$@"`;
    const command = ['-c', limit, 'sh', process.execPath, bundle, role, path.resolve(folder)];
    return keep(spawn('sh', command, { stdio: [...stdio] }));
  };
  const onSmallDisk = (bytes: number, role: string, folder: string) => {
    const command = [process.execPath, bundle, role, path.join(path.resolve(folder), 'store')];
    return keep(spawn('unshare', [...smallDisk(bytes, folder), ...command], { stdio: [...stdio] }));
  };
  return Object.assign(start, { limited, onSmallDisk });
}

/** Follows a child that was started with an IPC channel and a pipe for its stderr. */
function follow(child: ChildProcess): Child {
  const messages: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  let stderr = '';
  child.stderr!.on('data', (data) => {
    stderr += data;
  });
  child.on('message', (message) => {
    const next = waiting.shift();
    if (next) next(message);
    else messages.push(message);
  });
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  return {
    process: child,
    ended,
    stderr: () => stderr,
    next: () =>
      messages.length > 0
        ? Promise.resolve(messages.shift())
        : Promise.race([
            new Promise((resolve) => waiting.push(resolve)),
            ended.then((how) => Promise.reject(new Error(`The child ended with ${how}: ${stderr}`))),
          ]),
  };
}
