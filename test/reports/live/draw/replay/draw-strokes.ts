import type { CDPSession, Page } from 'playwright-core';
import { PAD_SIDE, type Stroke } from '../../../../../reports/live/draw/strokes.js';

/** The radius of the pen at full pressure, in units of the pad: twice the usual one (client/draw/pen.ts). */
const FULL_RADIUS = 26;

/** A pen in a page: draws strokes on the pad by pointer events of the browser's own, pressure included. */
export async function openPen(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  return {
    /** Draws with a pen whose pressure makes each point as wide as it is to be. */
    draw: (strokes: readonly Stroke[]) => drawStrokes(page, devtools, strokes),
  };
}

async function drawStrokes(page: Page, devtools: CDPSession, strokes: readonly Stroke[]): Promise<void> {
  const box = (await page.getByRole('application', { name: 'Drawing pad' }).boundingBox())!;
  // The border is no part of what is drawn on.
  const unit = box.width / PAD_SIDE;
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', [x, y, radius]: Stroke[number]) =>
    devtools.send('Input.dispatchMouseEvent', {
      type,
      x: box.x + x * unit,
      y: box.y + y * unit,
      force: radius / FULL_RADIUS,
      pointerType: 'pen',
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: type === 'mouseMoved' ? 0 : 1,
    });
  for (const stroke of strokes) {
    await send('mousePressed', stroke[0]!);
    for (const point of stroke.slice(1)) await send('mouseMoved', point);
    await send('mouseReleased', stroke.at(-1)!);
  }
}
