import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { IMAGE_SIDE } from '../../draw/strokes.js';
import { DigitImage, Digits } from '../parts/digits.js';
import { askModelsAnew } from './ask-models.js';
import { content, isAsking, isBlank, problem } from './drawing.js';
import { ModelsTable } from './models-table.js';
import { Pad } from './pad.js';
import { verdict } from './verdict.js';

/** Puts the drawing pad into an element. Returns what takes it away again; the drawing itself stays for the next time. */
export function mountDrawPad(element: HTMLElement): () => void {
  render(<DrawPad />, element);
  return () => render(null, element);
}

function DrawPad() {
  // What is fitted may have changed since the pad was here last.
  useEffect(askModelsAnew, []);
  const { image, models, nearest = [] } = content.value ?? {};
  return (
    <div class="draw">
      <div class="draw-words">
        <h2 class="run-headline" aria-live="polite">
          {isBlank.value ? 'Draw a digit' : verdict(models)}
        </h2>
        <p class="quiet">
          {isBlank.value
            ? 'With a mouse, a pen or a finger. The study’s models say what they take it for, as you draw.'
            : 'What the study’s models take it for.'}
        </p>
        {problem.value !== undefined && (
          <p class="failure" role="alert">
            {problem.value}
          </p>
        )}
      </div>
      <div class="draw-hand">
        <Pad />
        <div class="draw-seen">
          {image !== undefined && (
            <DigitImage name="The image that the models see" pixels={image} side={IMAGE_SIDE} />
          )}
          <p class="quiet">
            <strong>What the models see.</strong> The drawing fitted into a box of 20 × 20 pixels and placed
            by its centre of mass in 28 × 28, as MNIST’s digits were.
          </p>
        </div>
      </div>
      <div class="draw-answers" aria-busy={isAsking.value}>
        {models && <ModelsTable models={models} />}
        <section class="draw-nearest" aria-labelledby="nearest-title">
          <h3 id="nearest-title">Nearest training images</h3>
          {nearest.length > 0 ? (
            <Digits images={nearest} side={IMAGE_SIDE} nameOf={String} />
          ) : (
            <p class="quiet">The eight that are closest to the drawing, pixel by pixel, appear here.</p>
          )}
        </section>
      </div>
    </div>
  );
}
