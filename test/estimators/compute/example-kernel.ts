import asc from 'assemblyscript/asc';
import type { Kernel } from '../../../estimators/compute/kernel.js';

const SOURCE = `
export function sum(address: usize, length: i32): i32 {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += load<u8>(address + i);
  return sum;
}

export function fill(address: usize, length: i32, value: i32): void {
  memory.fill(address, u8(value), length);
}

/** Sets our flag and waits for the other; 1 if it came, 0 if it did not for long. */
export function meet(ours: usize, other: usize): i32 {
  atomic.store<i32>(ours, 1);
  for (let i: i64 = 0; i < 1 << 30; i++) {
    if (atomic.load<i32>(other) == 1) return 1;
  }
  return 0;
}

/** Sets a flag and never returns while the other is 0. */
export function waitFor(started: usize, flag: usize): i32 {
  atomic.store<i32>(started, 1);
  while (atomic.load<i32>(flag) == 0) {}
  return 1;
}

export function fail(): void {
  unreachable();
}
`;

/** A kernel for tests of the pool, compiled with the flags of the real ones. */
export async function compileExampleKernel(): Promise<Kernel> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      ...['index.ts', '--outFile', 'kernel.wasm', '--enable', 'simd,threads', '--importMemory'],
      ...['--sharedMemory', '--maximumMemory', '65536', '--memoryBase', '65536', '--runtime', 'stub', '-O3'],
    ],
    {
      readFile: (name) => (name === 'index.ts' ? SOURCE : null),
      writeFile: (name, contents) => {
        if (name === 'kernel.wasm') binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(stderr.toString(), { cause: error });
  return { name: 'example', base64: Buffer.from(binary).toString('base64') };
}
