import type { Picture } from './thin.js';

/**
 * Takes a skeleton apart into trails: rows of neighbouring pixels (as indices) that together walk along each connection
 * between neighbours once. A pixel without neighbours is a trail of its own.
 */
export function trails({ data, width }: Picture): number[][] {
  const open = new Map<number, Set<number>>();
  for (const [pixel, ink] of data.entries()) if (ink === 1) open.set(pixel, neighbours(data, width, pixel));
  const found: number[][] = [];
  const walk = (start: number) => {
    const trail = [start];
    for (let at = start; ; ) {
      const [next] = open.get(at)!;
      if (next === undefined) break;
      open.get(at)!.delete(next);
      open.get(next)!.delete(at);
      trail.push(next);
      at = next;
    }
    found.push(trail);
  };
  for (const [pixel, left] of open) if (left.size === 0) walk(pixel);
  // Ends and forks first: what is left then are closed loops.
  for (const [pixel, left] of open) while (left.size % 2 === 1) walk(pixel);
  for (const [pixel, left] of open) while (left.size > 0) walk(pixel);
  return found;
}

/** Neighbours of a pixel; a diagonal one only where no pixel beside both leads there. */
function neighbours(data: Uint8Array, width: number, pixel: number): Set<number> {
  const straight = [-width, width, -1, 1];
  const found = straight.filter((step) => data[pixel + step] === 1);
  for (const [down, across] of [
    [-width, -1],
    [-width, 1],
    [width, -1],
    [width, 1],
  ] as const) {
    const isBeside = data[pixel + down] === 1 || data[pixel + across] === 1;
    if (data[pixel + down + across] === 1 && !isBeside) found.push(down + across);
  }
  return new Set(found.map((step) => pixel + step));
}
