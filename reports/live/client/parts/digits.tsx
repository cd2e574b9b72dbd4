import { useEffect, useRef } from 'preact/hooks';
import type { ClassNamer } from '../../../words/class-namer.js';
import type { ImageView } from '../../wire.js';

/** Images of digits, each with its class's name. */
export function Digits({
  images,
  side,
  nameOf,
}: {
  readonly images: readonly ImageView[];
  readonly side: number;
  readonly nameOf: ClassNamer;
}) {
  return (
    <ul class="digits">
      {images.map(({ label, pixels }, index) => (
        <li key={index} class="digit">
          <DigitImage name={`a ${nameOf(label)}`} pixels={pixels} side={side} />
          <span aria-hidden="true">{nameOf(label)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A picture of grey levels. `pixels` are side x side of them, row-major, in base64. */
export function DigitImage({
  name,
  pixels,
  side,
}: {
  readonly name: string;
  readonly pixels: string;
  readonly side: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(side, side);
    const ink = atob(pixels);
    // Black ink of so much strength: the dark theme turns it around (page.css).
    for (let pixel = 0; pixel < side * side; pixel++) image.data[pixel * 4 + 3] = ink.charCodeAt(pixel);
    context.putImageData(image, 0, 0);
  }, [pixels, side]);
  return <canvas ref={canvas} class="digit-image" width={side} height={side} role="img" aria-label={name} />;
}
