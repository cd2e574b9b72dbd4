import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { askModels, askModelsAnew } from './ask-models.js';
import { beginStroke, clear, continueStroke, isBlank, strokes, undo } from './drawing.js';
import { keyPen, leaveKeys, pressKey } from './key-pen.js';
import { paint } from './paint.js';
import { penPoint } from './pen.js';

/** What is drawn on, by a mouse, a pen, a finger or keys. */
export function Pad() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    if (canvas.current) paint(canvas.current, strokes.value, keyPen.value);
  });
  useEffect(() => (canvas.current ? fitResolution(canvas.current) : undefined), []);
  useEffect(() => {
    addEventListener('keydown', undoKey);
    return () => removeEventListener('keydown', undoKey);
  }, []);
  return (
    <div class="draw-pad">
      <div
        class="draw-surface"
        role="application"
        aria-label="Drawing pad"
        aria-describedby="draw-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys draw, too.
        tabIndex={0}
        {...pointerHandlers(canvas)}
        onKeyDown={(event) => {
          if (!event.ctrlKey && !event.metaKey && !event.altKey && pressKey(event.key))
            event.preventDefault();
        }}
        onBlur={leaveKeys}
      >
        <canvas ref={canvas} class="draw-canvas" />
        <p id="draw-keys" class="draw-keys">
          Arrow keys move the pen; the space bar puts it down and takes it up.
        </p>
      </div>
      <div class="draw-buttons">
        <button type="button" class="button" disabled={isBlank.value} onClick={() => change(undo)}>
          Undo
        </button>
        <button type="button" class="button" disabled={isBlank.value} onClick={() => change(clear)}>
          Clear
        </button>
      </div>
    </div>
  );
}

function change(body: () => void): void {
  body();
  askModelsAnew();
}

function undoKey(event: KeyboardEvent): void {
  if (event.key !== 'z' || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (!isBlank.value) change(undo);
}

type OnPad = PointerEvent & { readonly currentTarget: HTMLElement };

/** One pointer draws at a time. */
function pointerHandlers(canvas: RefObject<HTMLCanvasElement | null>) {
  const drawing = useRef<number | undefined>(undefined);
  const point = (event: PointerEvent) => penPoint(event, canvas.current!.getBoundingClientRect());
  const end = ({ pointerId }: OnPad) => {
    if (drawing.current !== pointerId) return;
    drawing.current = undefined;
    askModelsAnew();
  };
  return {
    onPointerDown(event: OnPad) {
      if (!event.isPrimary || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      if (!beginStroke(point(event))) return;
      drawing.current = event.pointerId;
      askModels();
    },
    onPointerMove(event: OnPad) {
      if (drawing.current !== event.pointerId) return;
      // All places that the pointer was at since the last event, where the browser knows them.
      const places = event.getCoalescedEvents?.() ?? [];
      continueStroke((places.length > 0 ? places : [event]).map(point));
      askModels();
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

/** Gives a canvas as many pixels as the screen has where it is shown. Returns what ends that. */
function fitResolution(canvas: HTMLCanvasElement): () => void {
  const observer = new ResizeObserver(() => {
    const side = Math.round(canvas.clientWidth * devicePixelRatio);
    if (side === canvas.width) return;
    canvas.width = side;
    canvas.height = side;
    paint(canvas, strokes.value, keyPen.value);
  });
  observer.observe(canvas);
  return () => observer.disconnect();
}
