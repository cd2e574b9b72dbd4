import stringWidth from 'string-width';
import * as z from 'zod';
import { classNamer } from '../words/class-namer.js';
import { cut, wrap } from '../words/lines.js';
import { printable } from '../words/printable.js';
import { thousands } from '../words/words.js';
import { type GreyPicture, halved, pixelBlocks, type Shades } from './pixel-blocks.js';

const labels = z.instanceof(Uint8Array);

/** What the stage `explore` gives (stages/facts.ts), as far as it is shown. */
const explorationSchema = z.object({
  name: z.string(),
  source: z.string(),
  licence: z.string(),
  classNames: z.array(z.string()).optional(),
  nSamples: z.number(),
  nFeatures: z.number(),
  classes: labels,
  classCounts: z.instanceof(Uint32Array),
  firstImages: z.object({
    data: z.union([z.instanceof(Uint8Array), z.instanceof(Float64Array)]),
    rows: z.number(),
    columns: z.number(),
  }),
  firstLabels: labels,
});
type Exploration = z.infer<typeof explorationSchema>;

/** Between pictures, in columns. */
const GAP = 2;
/** Pictures are drawn in full where so many stand in a row. */
const FULL_IN_A_ROW = 5;
const WIDEST_BAR = 40;

/**
 * A first look at data on a terminal: what it is, how many samples each class has, and the first images with their
 * labels, in blocks, if they are square. Undefined for what is no exploration.
 * @param columns how many characters wide it may be.
 */
export function explorationText(
  exploration: unknown,
  { columns, shades }: { readonly columns: number; readonly shades: Shades },
): string[] | undefined {
  const { data } = explorationSchema.safeParse(exploration);
  if (!data) return undefined;
  const pictures = firstImages(data, columns, shades);
  return [
    ...facts(data, columns),
    '',
    ...distribution(data, columns),
    ...(pictures.length > 0 ? ['', ...pictures] : []),
  ];
}

function facts({ name, nSamples, nFeatures, classes, source, licence }: Exploration, columns: number) {
  const size = `${thousands(nSamples)} samples of ${thousands(nFeatures)} features, ${classes.length} classes`;
  return [`${name}: ${size}`, source, licence].flatMap((text) => wrap(printable(text), columns));
}

/** A line a class: its name, its samples, and a bar as long as they are many. */
function distribution({ classes, classCounts, classNames }: Exploration, columns: number): string[] {
  const nameOf = classNamer(classNames);
  const names = Array.from(classes, (label) => cut(printable(nameOf(label)), Math.floor(columns / 2)));
  const counts = [...classCounts].map(thousands);
  const nameWidth = Math.max(...names.map((name) => stringWidth(name)));
  const countWidth = Math.max(...counts.map((count) => count.length));
  const room = Math.min(WIDEST_BAR, columns - nameWidth - countWidth - 4);
  const most = Math.max(1, ...classCounts);
  return names.map((name, index) => {
    const bar = '━'.repeat(Math.max(0, Math.round((classCounts[index]! / most) * room)));
    const space = ' '.repeat(nameWidth - stringWidth(name));
    return `${space}${name}  ${counts[index]!.padStart(countWidth)}  ${bar}`.trimEnd();
  });
}

/** The images in rows of as many as fit, each above its class's name; none if they are not square. */
function firstImages(
  { nFeatures, firstImages: { data, rows }, firstLabels, classNames }: Exploration,
  columns: number,
  shades: Shades,
): string[] {
  const side = Math.sqrt(nFeatures);
  if (!(data instanceof Uint8Array) || !Number.isInteger(side)) return [];
  const nameOf = classNamer(classNames);
  const isFull = FULL_IN_A_ROW * (side + GAP) - GAP <= columns;
  const pictures = Array.from({ length: rows }, (_, index): GreyPicture => {
    const pixels = data.subarray(index * side * side, (index + 1) * side * side);
    const picture = { pixels, columns: side, rows: side };
    return isFull ? picture : halved(picture);
  });
  const width = isFull ? side : Math.floor(side / 2);
  const inARow = Math.max(1, Math.floor((columns + GAP) / (width + GAP)));
  const lines: string[] = [];
  for (let start = 0; start < pictures.length; start += inARow) {
    const blocks = pictures.slice(start, start + inARow).map((picture) => pixelBlocks(picture, shades));
    const height = blocks[0]!.length;
    for (let line = 0; line < height; line++)
      lines.push(
        blocks
          .map((block) => block[line]!)
          .join(' '.repeat(GAP))
          .trimEnd(),
      );
    const names = blocks.map((_, index) => centred(printable(nameOf(firstLabels[start + index]!)), width));
    lines.push(names.join(' '.repeat(GAP)).trimEnd(), '');
  }
  // The last empty line ends nothing.
  return lines.slice(0, -1);
}

/** Text in the middle of so many columns, or as much of it as they hold. */
function centred(text: string, width: number): string {
  const shown = cut(text, width);
  const space = width - stringWidth(shown);
  const before = Math.floor(space / 2);
  return ' '.repeat(before) + shown + ' '.repeat(space - before);
}
