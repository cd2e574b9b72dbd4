import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import asc from 'assemblyscript/asc';
import { describe, expect, test } from 'vitest';
import { Heap } from '../../../estimators/compute/heap.js';
import { type Layout, placeRecord, placeRecords, readRecord } from '../../../estimators/compute/record.js';

const POINT: Layout<'x' | 'count', 'sum'> = {
  bytes: 24,
  given: { count: [0, 'i32'], x: [8, 'f64'] },
  initial: { sum: [16, 'u32', 7] },
};

const ASSEMBLY = 'estimators/assembly';
const files = readdirSync(ASSEMBLY, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('records.ts'),
);

test('a record has what was written under its fields names, whatever their order', () => {
  const heap = new Heap();
  const address = placeRecord(POINT, { count: -3, x: 0.1, sum: 0xffffffff }, heap.scope());
  expect(readRecord(POINT, address, heap)).toEqual({ count: -3, x: 0.1, sum: 0xffffffff });
});

test('a field that is not written starts with its initial value', () => {
  const heap = new Heap();
  expect(readRecord(POINT, placeRecord(POINT, { x: 1, count: 2 }, heap.scope()), heap).sum).toBe(7);
});

test('records lie one after the other', () => {
  const heap = new Heap();
  const address = placeRecords(
    POINT,
    [
      { x: 1, count: 2 },
      { x: 3, count: 4 },
    ],
    heap.scope(),
  );
  expect(readRecord(POINT, address + POINT.bytes, heap)).toEqual({ x: 3, count: 4, sum: 7 });
});

describe.each(files)('a kernel finds what was written into records of %s', (file) => {
  const room = path.basename(path.dirname(file));
  test('under the same names', async () => {
    const module = await import(`../../../dist/kernels/records/${room}.js`);
    const layouts = Object.entries<Layout | number>(module).filter(
      (entry): entry is [string, Layout] => typeof entry[1] === 'object',
    );
    const heap = new Heap();
    const readers = await compileReaders(file, layouts, heap.memory);
    for (const [name, layout] of layouts) {
      const fields = [...Object.keys(layout.given), ...Object.keys(layout.initial)];
      const values = Object.fromEntries(fields.map((field, place) => [field, 1000 + place]));
      const address = placeRecord(layout, values, heap.scope());
      const read = fields.map((field) => [field, readers[`${name}_${field}`]!(address)]);
      expect(Object.fromEntries(read)).toEqual(values);
    }
  });
});

type Reader = (address: number) => number;

/** A function for each field of some records, which reads it as a kernel does. */
async function compileReaders(
  file: string,
  layouts: readonly (readonly [name: string, layout: Layout])[],
  memory: WebAssembly.Memory,
): Promise<Record<string, Reader>> {
  const source = layouts.flatMap(([name, { given, initial }]) => [
    `import { ${name} } from './${ASSEMBLY}/${file.replace(/\.ts$/, '')}';`,
    ...Object.keys({ ...given, ...initial }).map(
      (field) =>
        `export function ${name}_${field}(address: usize): f64 { return <f64>changetype<${name}>(address).${field}; }`,
    ),
  ]);
  let binary: Uint8Array | undefined;
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main(
    [
      ...['entry.ts', '--outFile', 'readers.wasm', '--runtime', 'stub', '--enable', 'threads'],
      ...['--importMemory', '--sharedMemory', '--maximumMemory', '65536'],
    ],
    {
      stderr,
      readFile: (name) => {
        if (name === 'entry.ts') return source.join('\n');
        return existsSync(name) ? readFileSync(name, 'utf8') : null;
      },
      writeFile: (_, contents) => {
        binary = contents as Uint8Array;
      },
    },
  );
  if (error) throw new Error(stderr.toString(), { cause: error });
  const module = await WebAssembly.compile(Uint8Array.from(binary!));
  const instance = await WebAssembly.instantiate(module, { env: { memory, abort() {} } });
  return instance.exports as unknown as Record<string, Reader>;
}
