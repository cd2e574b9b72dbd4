import { MOST_RADIUS, PAD_SIDE, type Point } from '../../draw/strokes.js';

/**
 * As wide as the pen looks in MNIST: a twelfth of the pad, which is two and a half pixels of a digit that fills most of
 * it.
 */
const RADIUS = 13;
/** A pen that hardly touches leaves a line all the same. */
const LEAST_RADIUS = 1;
/** Points that are closer together say nothing new. */
const LEAST_STEP = 0.5;

/** Where a pointer is on the pad, in the pad's units. A pen's pressure makes its line wider: half of it is the usual one. */
export function penPoint(event: PointerEvent, pad: DOMRect): Point {
  const unit = PAD_SIDE / pad.width;
  // Mice always press by half, and what screens take for a finger's pressure says little.
  const pressure = event.pointerType === 'pen' ? event.pressure : 0.5;
  const radius = Math.min(MOST_RADIUS, Math.max(LEAST_RADIUS, RADIUS * 2 * pressure));
  return [place((event.clientX - pad.left) * unit), place((event.clientY - pad.top) * unit), radius];
}

/** The pen that is moved by keys. */
export function keyPoint(x: number, y: number): Point {
  return [x, y, RADIUS];
}

export function isNear([x, y]: Point, [otherX, otherY]: Point): boolean {
  return (x - otherX) ** 2 + (y - otherY) ** 2 < LEAST_STEP ** 2;
}

/** To a hundredth of a unit, and within what a drawing may reach: a finger may leave the pad. */
function place(units: number): number {
  return Math.round(Math.min(2 * PAD_SIDE, Math.max(-PAD_SIDE, units)) * 100) / 100;
}
