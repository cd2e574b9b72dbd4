/**
 * The samples' indices, class by class. Trees are grown on samples in this order: those of a node are mostly of a few
 * classes, so what it reads lies closer together. No result depends on it.
 */
export function sortByClass(codes: Uint8Array, classes: number): Uint32Array {
  const next = new Uint32Array(classes + 1);
  for (const code of codes) next[code + 1]!++;
  for (let code = 0; code < classes; code++) next[code + 1]! += next[code]!;
  const order = new Uint32Array(codes.length);
  for (const [sample, code] of codes.entries()) order[next[code]!++] = sample;
  return order;
}
