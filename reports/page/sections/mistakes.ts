import type { ModelContent } from '../../../stages/content/report-content.js';
import type { ClassNamer } from '../../words/class-namer.js';
import { percent, thousands } from '../../words/words.js';
import { type Html, html } from '../parts/html.js';
import { picture } from '../parts/picture.js';

/** The mistakes that a model was surest of. */
export function mistakesGallery(name: string, { mistakes }: ModelContent, nameOf: ClassNamer): Html {
  const { samples, images, total } = mistakes;
  if (samples.length === 0) return html``;
  const isSure = samples.some(({ probability }) => probability !== null);
  return html`<h4>${isSure ? 'Its most confident mistakes' : 'Its first mistakes'}</h4>
<p class="note">${samples.length} of ${thousands(total)}${
    isSure ? '. Below each, the probability of the label that was predicted, and of the true one' : ''
  }.</p>
<ul class="gallery wide" aria-label="Mistakes of ${name}">${samples.map(
    ({ sample, probability, truthProbability, ...labels }, row) => {
      const [truth, predicted] = [nameOf(labels.truth), nameOf(labels.predicted)];
      return html`<li>${picture(
        images,
        row,
        `test sample ${sample}, a ${truth} taken for a ${predicted}`,
      )}<span class="caption"><strong>${truth} → ${predicted}</strong>${
        probability === null
          ? ''
          : html`<br>${predicted}: ${percent(probability)}<br>${truth}: ${percent(truthProbability ?? 0)}`
      }</span></li>`;
    },
  )}</ul>`;
}
