import type { Address, Heap, HeapScope } from './heap.js';

/** Where a field lies in a record, in bytes from its start, and as what. */
type Place = readonly [offset: number, type: 'i32' | 'u32' | 'f64', initial?: number];

/**
 * How a kernel lays out a record that the main thread writes: made of its class when the kernels are built
 * (scripts/kernel-records.mjs), and written by the fields' names, so that there is one list of them. A record that the class
 * gives a field more, or less, no longer compiles here.
 */
export interface Layout<Given extends string = string, Initial extends string = string> {
  readonly bytes: number;
  readonly given: { readonly [Field in Given]: Place };
  /** Fields that start with a value where none is said. */
  readonly initial: { readonly [Field in Initial]: Place };
}

/** What to write into a record: values and addresses. */
export type Fields<Given extends string, Initial extends string> = {
  readonly [Field in Given]: number;
} & { readonly [Field in Initial]?: number };

/** What to write into a record of a layout. */
export type FieldsOf<Of> = Of extends Layout<infer Given, infer Initial> ? Fields<Given, Initial> : never;

/** Places a record in shared memory. It belongs to `scope`. */
export function placeRecord<Given extends string, Initial extends string>(
  layout: Layout<Given, Initial>,
  fields: Fields<Given, Initial>,
  scope: HeapScope,
): Address {
  return placeRecords(layout, [fields], scope);
}

/** Places records of a kind one after the other. */
export function placeRecords<Given extends string, Initial extends string>(
  layout: Layout<Given, Initial>,
  records: readonly Fields<Given, Initial>[],
  scope: HeapScope,
): Address {
  const bytes = new DataView(new ArrayBuffer(layout.bytes * records.length));
  for (const [index, fields] of records.entries()) write(layout, fields, bytes, index * layout.bytes);
  return scope.copy(new Uint8Array(bytes.buffer));
}

/** What a record has in its fields by now. */
export function readRecord<Given extends string, Initial extends string>(
  layout: Layout<Given, Initial>,
  address: Address,
  heap: Heap,
): { readonly [Field in Given | Initial]: number } {
  const view = new DataView(heap.memory.buffer, address, layout.bytes);
  const values = placesOf(layout).map(([name, place]) => [name, read(view, place)]);
  return Object.fromEntries(values) as { [Field in Given | Initial]: number };
}

function write(
  layout: Layout,
  fields: Readonly<Record<string, number>>,
  view: DataView,
  start: number,
): void {
  for (const [name, [offset, type, initial]] of placesOf(layout)) {
    const value = fields[name] ?? initial!;
    if (type === 'f64') view.setFloat64(start + offset, value, true);
    else if (type === 'i32') view.setInt32(start + offset, value, true);
    else view.setUint32(start + offset, value, true);
  }
}

function read(view: DataView, [offset, type]: Place): number {
  if (type === 'f64') return view.getFloat64(offset, true);
  return type === 'i32' ? view.getInt32(offset, true) : view.getUint32(offset, true);
}

function placesOf({ given, initial }: Layout): [string, Place][] {
  return Object.entries({ ...given, ...initial });
}
