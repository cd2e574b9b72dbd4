import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { times } from './arithmetic.ts';

export async function scaled(numbers: readonly number[], factor: number): Promise<number[]> {
  const products = numbers.map((number) => times(number, factor));
  const worker = new Worker(new URL('worker.js', import.meta.url), { workerData: products });
  const [results] = await once(worker, 'message');
  return results;
}
