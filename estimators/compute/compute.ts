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
  const open = async () => {
    const { Piscina } = await import('piscina');
    return new Piscina({
      filename: workerUrl.href,
      workerData: openHeap().memory,
      minThreads: threads,
      maxThreads: threads,
    });
  };
  return {
    threads,
    get heap() {
      return openHeap();
    },
    async call(kernel, name, ...args) {
      // Piscina would start threads anew after its end; and the end may come while they are being started.
      const throwIfClosed = () => {
        if (closed) throw new Error(`The threads were closed before ${kernel.name}.${name} could run.`);
      };
      throwIfClosed();
      pool ??= open();
      const [module, workers] = await Promise.all([compileKernel(kernel), pool]);
      throwIfClosed();
      const task: Task = { module, kernel: kernel.name, name, args };
      return workers.run(task);
    },
    async close() {
      closed = true;
      await (await pool)?.destroy();
    },
  };
}
