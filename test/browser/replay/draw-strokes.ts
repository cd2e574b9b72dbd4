import type { Page } from 'playwright-core';
import { PAD_SIDE, type Stroke } from '../../../reports/live/draw/strokes.js';

/** A pen's radius at full pressure, in units of the pad: twice the usual one (reports/live/client/draw/pen.ts). */
const FULL_RADIUS = 26;

/** Draws strokes on the pad with a pen: pointer events of the browser's own, whose pressure makes each point's width. */
export async function drawStrokes(page: Page, strokes: readonly Stroke[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  // The inside of the pad: its border is not drawn on.
  const pad = (await page.locator('.draw-canvas').boundingBox())!;
  const unit = pad.width / PAD_SIDE;
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', [x, y, radius]: Stroke[number]) =>
    devtools.send('Input.dispatchMouseEvent', {
      type,
      x: pad.x + x * unit,
      y: pad.y + y * unit,
      pointerType: 'pen',
      // Nobody presses harder than fully.
      force: Math.min(1, radius / FULL_RADIUS),
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: type === 'mouseMoved' ? 0 : 1,
    });
  for (const stroke of strokes) {
    // The browser takes them in their order; one by one, each move would take a frame.
    await Promise.all([
      send('mousePressed', stroke[0]!),
      ...stroke.slice(1).map((point) => send('mouseMoved', point)),
      send('mouseReleased', stroke.at(-1)!),
    ]);
  }
  await devtools.detach();
}
