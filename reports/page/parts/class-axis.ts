import type { Labels } from '../../../estimators/matrix.js';
import type { ClassNamer } from '../../words/class-namer.js';

/** Beside an axis there is room for so many characters; who points at it sees the whole name. */
const MOST_CHARACTERS = 14;
/** In units of the chart, on average. */
const CHARACTER_WIDTH = 6.2;
/** More than a label has. */
const LONG = 3;

/** How classes are named along the axes of a chart, and how much more room that takes than labels do. */
export interface ClassAxis {
  /** In the chart's units, beside a vertical axis and along a horizontal one, where long names are turned. */
  readonly roomBeside: number;
  readonly roomAlong: number;
  readonly tickFormat: (label: number) => string;
  /** In degrees, of a horizontal axis below the chart; one above it turns the other way. */
  readonly tickRotate: number;
}

/** The axis of these classes. */
export function classAxis(labels: Labels, nameOf: ClassNamer): ClassAxis {
  const tickFormat = (label: number) => {
    const name = nameOf(label);
    return name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS - 1)}…` : name;
  };
  const longest = Math.max(0, ...Array.from(labels, (label) => tickFormat(label).length));
  const isLong = longest > LONG;
  const roomBeside = isLong ? Math.ceil((longest - LONG) * CHARACTER_WIDTH) : 0;
  const tickRotate = isLong ? 35 : 0;
  const turned = Math.ceil(longest * CHARACTER_WIDTH * Math.sin((tickRotate * Math.PI) / 180));
  return { roomBeside, roomAlong: turned, tickFormat, tickRotate };
}
