/** A binary picture: 1 for ink, row-major, with a border of paper. */
export interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * The skeleton of the ink, one pixel wide (T. Y. Zhang and C. Y. Suen, "A fast parallel algorithm for thinning digital
 * patterns", Communications of the ACM 27(3), 1984).
 */
export function thin({ data, width, height }: Picture): Picture {
  const ink = data.slice();
  // The eight neighbours clockwise, from the one above.
  const around = [-width, -width + 1, 1, width + 1, width, width - 1, -1, -width - 1];
  const removable = (pixel: number, first: boolean): boolean => {
    const p = around.map((step) => ink[pixel + step]!);
    const count = p.reduce((sum, value) => sum + value, 0);
    const rises = p.filter((value, i) => value === 0 && p[(i + 1) % 8] === 1).length;
    const [north, , east, , south, , west] = p as [number, number, number, number, number, number, number];
    const borders = first
      ? north * east * south === 0 && east * south * west === 0
      : north * east * west === 0 && north * south * west === 0;
    return count >= 2 && count <= 6 && rises === 1 && borders;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const first of [true, false]) {
      const removed: number[] = [];
      for (let pixel = width; pixel < width * (height - 1); pixel++) {
        if (ink[pixel] === 1 && removable(pixel, first)) removed.push(pixel);
      }
      for (const pixel of removed) ink[pixel] = 0;
      changed ||= removed.length > 0;
    }
  }
  return { data: ink, width, height };
}
