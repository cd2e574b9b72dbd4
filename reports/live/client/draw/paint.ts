import { PAD_SIDE, type Point, type Stroke } from '../../draw/strokes.js';

/** Draws strokes onto a canvas of any resolution, in black: the dark theme turns it around (styles/draw.css). */
export function paint(canvas: HTMLCanvasElement, strokes: readonly Stroke[], pen: Point | undefined): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const unit = canvas.width / PAD_SIDE;
  context.setTransform(unit, 0, 0, unit, 0, 0);
  context.clearRect(0, 0, PAD_SIDE, PAD_SIDE);
  context.lineCap = 'round';
  for (const stroke of strokes) {
    let [fromX, fromY, fromRadius] = stroke[0]!;
    for (const [x, y, radius] of stroke) {
      context.lineWidth = fromRadius + radius;
      context.beginPath();
      context.moveTo(fromX, fromY);
      context.lineTo(x, y);
      context.stroke();
      [fromX, fromY, fromRadius] = [x, y, radius];
    }
  }
  if (!pen) return;
  const [x, y, radius] = pen;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}
