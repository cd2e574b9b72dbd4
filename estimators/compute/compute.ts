import { availableParallelism } from 'node:os';
import { Heap } from './heap.js';
import { compileKernel, type Kernel } from './kernel.js';

/** The one pool of worker threads, and the memory they share. */
export interface Compute {
  readonly threads: number;
  readonly heap: Heap;
  /**
   * Calls an exported function of a kernel on some thread and resolves to what it returns. Arguments are
   * numbers: values, or addresses in `heap`. A call should take tens of milliseconds at most, so that
   * cancelling and progress are prompt; longer work returns to the main thread and is called again.
   *
   * Rejects, as all other calls do from then on, if a thread cannot be started or dies.
   */
  call(kernel: Kernel, name: string, ...args: number[]): Promise<number>;
  /** Ends the threads. Calls not yet done, and later ones, are rejected. */
  close(): Promise<void>;
}

/** What the main thread sends to a worker: a module to instantiate once, a function of it, its arguments. */
export interface Task {
  readonly module: WebAssembly.Module;
  readonly kernel: string;
  readonly name: string;
  readonly args: readonly number[];
}

// Workers load built JavaScript, whether this file runs from the sources or from the bundle.
const workerUrl = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/worker.cjs', import.meta.url)
  : new URL('./worker.cjs', import.meta.url);

/**
 * Opens a pool. No thread starts, and no memory is reserved, before they are first used.
 * @param threads how many worker threads; as many as there are cores unless said otherwise.
 */
export function openCompute(threads: number = availableParallelism()): Compute {
  let heap: Heap | undefined;
  // Reserved at the first use: 4 GiB of addresses cost a few milliseconds, which a run of hits need not pay.
  const openHeap = () => (heap ??= new Heap());
  let pool: Promise<import('piscina').Piscina> | undefined;
  let closed = false;
  let failure: Error | undefined;
  const open = async () => {
    const { Piscina } = await import('piscina');
    const workers = new Piscina({
      filename: workerUrl.href,
      workerData: openHeap().memory,
      minThreads: threads,
      maxThreads: threads,
    });
    // A thread that had nothing to do yet did not start, or died. Piscina starts no other, and what waits for one would
    // wait forever.
    workers.on('error', (error: Error) => {
      failure ??= threadFailure(error);
      void workers.destroy();
    });
    return workers;
  };
  return {
    threads,
    get heap() {
      return openHeap();
    },
    async call(kernel, name, ...args) {
      // Piscina would start threads anew after its end; and the end may come while they are being started.
      const throwIfClosed = () => {
        if (failure) throw failure;
        if (closed) throw new Error(`The threads were closed before ${kernel.name}.${name} could run.`);
      };
      throwIfClosed();
      pool ??= open();
      const [module, workers] = await Promise.all([compileKernel(kernel), pool]);
      throwIfClosed();
      const task: Task = { module, kernel: kernel.name, name, args };
      try {
        return await workers.run(task);
      } catch (error) {
        throw failure ?? (isOfThread(error) ? threadFailure(error) : error);
      }
    },
    async close() {
      closed = true;
      await (await pool)?.destroy();
    },
  };
}

/** Whether Node could not start or keep the thread; what tasks fail with has no such code. */
function isOfThread(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && /^(ERR_WORKER_.*|EMFILE|ENFILE)$/.test(String(error.code))
  );
}

function threadFailure(cause: Error): Error {
  const remedy = 'use fewer threads, or allow more files to be open at once (ulimit -n)';
  return new Error(`A worker thread failed (${cause.message}): ${remedy}.`, { cause });
}
