/** Side of an image of MNIST, in pixels. */
export const IMAGE_SIDE = 28;
/** Side of the square that is drawn on, in its own units, however large it is shown. */
export const PAD_SIDE = 280;
/** The widest pen, as a radius in units of the pad. */
export const MOST_RADIUS = 40;
/** More than a hand draws into one digit. */
export const MOST_STROKES = 200;
export const MOST_POINTS = 4_000;

/** Where a pen was (x to the right, y down), and its radius there, in units of the pad. */
export type Point = readonly [x: number, y: number, radius: number];

/** A line from where the pen is put down to where it is taken up; one point is a dot. */
export type Stroke = readonly Point[];
