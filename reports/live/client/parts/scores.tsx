import type { ClassNamer } from '../../../words/class-namer.js';
import { percent, thousands } from '../../../words/words.js';
import type { OutputContent } from '../../wire.js';
import { ConfusionMatrix } from './confusion-matrix.js';

/** How a model did: accuracy, confusion matrix, and the scores of each class. */
export function Scores({
  scores,
  nameOf,
}: {
  readonly scores: Extract<OutputContent, { readonly kind: 'scores' }>;
  readonly nameOf: ClassNamer;
}) {
  const { accuracy, correct, total, classes, averages, counts } = scores;
  const rows = [...classes.map(({ label, ...row }) => ({ name: nameOf(label), ...row })), ...averages];
  return (
    <>
      <p class="figure">
        <strong>{percent(accuracy)}</strong>{' '}
        <span class="quiet">
          {thousands(correct)} of {thousands(total)}
        </span>
      </p>
      <ConfusionMatrix names={classes.map(({ label }) => nameOf(label))} counts={counts} />
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
          {rows.map(({ name, precision, recall, f1Score, support }, row) => (
            <tr key={row}>
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
