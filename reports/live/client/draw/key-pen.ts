import { signal } from '@preact/signals';
import { PAD_SIDE, type Point } from '../../draw/strokes.js';
import { askModels, askModelsAnew } from './ask-models.js';
import { beginStroke, continueStroke } from './drawing.js';
import { keyPoint } from './pen.js';

/** How far a key moves the pen, in units of the pad. */
const STEP = 10;
const MOVES: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** The pen that keys move; undefined while none was pressed. */
export const keyPen = signal<Point | undefined>(undefined);
let isDown = false;

/** Arrows move the pen; the space bar puts it down and takes it up. Returns whether the key meant something. */
export function pressKey(key: string): boolean {
  const move = MOVES[key];
  if (!move && key !== ' ') return false;
  const [x, y] = keyPen.value ?? keyPoint(PAD_SIDE / 2, PAD_SIDE / 2);
  const [right, down] = move ?? [0, 0];
  const point = keyPoint(within(x + right), within(y + down));
  keyPen.value = point;
  if (!move) {
    isDown = !isDown && beginStroke(point);
    askModelsAnew();
  } else if (isDown) {
    continueStroke([point]);
    askModels();
  }
  return true;
}

/** The pad is left: the pen is taken up and away. */
export function leaveKeys(): void {
  keyPen.value = undefined;
  isDown = false;
}

function within(units: number): number {
  return Math.min(PAD_SIDE, Math.max(0, units));
}
