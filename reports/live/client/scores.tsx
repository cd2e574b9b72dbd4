import { thousands } from '../../words.js';
import type { OutputContent } from '../wire.js';
import { ConfusionMatrix } from './confusion-matrix.js';
import { percentText } from './format.js';

/** How a model did: accuracy, confusion matrix, and the scores of each class. */
export function Scores({ scores }: { readonly scores: Extract<OutputContent, { readonly kind: 'scores' }> }) {
  const { accuracy, correct, total, rows, confusion } = scores;
  return (
    <>
      <p class="figure">
        <strong>{percentText(accuracy)}</strong>{' '}
        <span class="quiet">
          {thousands(correct)} of {thousands(total)}
        </span>
      </p>
      <ConfusionMatrix classes={confusion.classes} counts={confusion.counts} />
      <table class="table table-small">
        <caption>Classification report</caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            {['Precision', 'Recall', 'F1', 'Support'].map((title) => (
              <th key={title} scope="col" class="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, precision, recall, f1Score, support }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {[precision, recall, f1Score].map((share, index) => (
                <td key={index} class="number">
                  {share.toFixed(4)}
                </td>
              ))}
              <td class="number">{thousands(support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
