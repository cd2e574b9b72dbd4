import { workerData } from 'node:worker_threads';
import type { Task } from './compute.js';

type KernelFunction = (...args: number[]) => number;

const memory: WebAssembly.Memory = workerData;
const instances = new Map<string, WebAssembly.Instance>();

/** Runs one task. The thread knows nothing but how to call a kernel: all data is in shared memory. */
export function runTask({ module, kernel, name, args }: Task): number {
  let instance = instances.get(kernel);
  if (!instance) {
    instance = new WebAssembly.Instance(module, { env: { memory, abort: trap } });
    instances.set(kernel, instance);
  }
  return (instance.exports[name] as KernelFunction)(...args);
}

function trap(): never {
  throw new Error('A kernel aborted.');
}

// biome-ignore lint/style/noDefaultExport: the pool calls a worker module's default export.
export default runTask;
