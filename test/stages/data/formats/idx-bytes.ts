/** The bytes of an IDX file of `count` images; pixel values count up from `first`. */
export function idxImages(count: number, height: number, width: number, first: number): Uint8Array {
  return idx(0x0803, [count, height, width], first);
}

/** The bytes of an IDX file of `count` labels, counting up from `first`. */
export function idxLabels(count: number, first: number): Uint8Array {
  return idx(0x0801, [count], first);
}

function idx(magic: number, shape: readonly number[], first: number): Uint8Array {
  const size = shape.reduce((product, dimension) => product * dimension);
  const bytes = new Uint8Array(4 + 4 * shape.length + size);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of [magic, ...shape].entries()) view.setUint32(4 * i, value);
  for (let i = 0; i < size; i++) bytes[bytes.length - size + i] = first + i;
  return bytes;
}
