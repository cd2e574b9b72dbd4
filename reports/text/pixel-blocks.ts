/** How a terminal can show shades: not at all, by the greys among its 256 colours, or by any colour. */
export type Shades = 'none' | 'some' | 'all';

/** A picture of grey pixels, 0 to 255, row-major. */
export interface GreyPicture {
  readonly pixels: ArrayLike<number>;
  readonly columns: number;
  readonly rows: number;
}

/** Of two pixels above one another, those that are as light as this are drawn where there are no shades. */
const LIGHT = 96;

/**
 * A picture in half blocks: a character shows two pixels, one above the other, so pixels are about square. Without
 * shades light pixels are blocks in the colour of the text, dark ones are empty.
 */
export function pixelBlocks({ pixels, columns, rows }: GreyPicture, shades: Shades): string[] {
  return Array.from({ length: Math.ceil(rows / 2) }, (_, line) => {
    const pairs = Array.from({ length: columns }, (__, column) => {
      const upper = pixels[2 * line * columns + column] ?? 0;
      const lower = 2 * line + 1 < rows ? (pixels[(2 * line + 1) * columns + column] ?? 0) : 0;
      return [upper, lower] as const;
    });
    if (shades === 'none') return pairs.map(([upper, lower]) => plainBlock(upper, lower)).join('');
    const paint = shades === 'all' ? anyGrey : nearestGrey;
    return `${pairs.map(([upper, lower]) => `\u001B[38;${paint(upper)};48;${paint(lower)}m▀`).join('')}\u001B[0m`;
  });
}

function plainBlock(upper: number, lower: number): string {
  if (upper >= LIGHT) return lower >= LIGHT ? '█' : '▀';
  return lower >= LIGHT ? '▄' : ' ';
}

function anyGrey(level: number): string {
  return `2;${level};${level};${level}`;
}

/** Of the 256 colours, 232 to 255 are greys from 8 to 238 in steps of ten; 16 is black and 231 white. */
function nearestGrey(level: number): string {
  if (level < 4) return '5;16';
  if (level > 246) return '5;231';
  return `5;${232 + Math.max(0, Math.min(23, Math.round((level - 8) / 10)))}`;
}

/** A picture of half the columns and rows: each pixel the mean of four. */
export function halved({ pixels, columns, rows }: GreyPicture): GreyPicture {
  const [width, height] = [Math.floor(columns / 2), Math.floor(rows / 2)];
  const means = Array.from({ length: width * height }, (_, index) => {
    const at = 2 * Math.floor(index / width) * columns + 2 * (index % width);
    const sum = [at, at + 1, at + columns, at + columns + 1].reduce((total, one) => total + pixels[one]!, 0);
    return Math.round(sum / 4);
  });
  return { pixels: means, columns: width, rows: height };
}
