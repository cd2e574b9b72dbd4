import { percent } from '../../../words/words.js';
import { Scroll } from './scroll.js';

/** The strongest colour of a cell, so that its number stays readable on it. */
const STRONGEST_PERCENT = 55;

/**
 * A heat map of counts: a row a true class, a column a predicted one. Right ones are coloured by their share of the row,
 * wrong ones, which are few, by their share of the most frequent mistake.
 * @param names of the classes.
 * @param counts n_classes x n_classes, row-major.
 */
export function ConfusionMatrix({
  names,
  counts,
}: {
  readonly names: readonly string[];
  readonly counts: readonly number[];
}) {
  const n = names.length;
  const mistakes = counts.filter((_, cell) => cell % (n + 1) !== 0);
  const most = Math.max(1, ...mistakes);
  return (
    <Scroll label="Confusion matrix">
      <table class="confusion">
        <caption>Confusion matrix: true classes down, predicted ones across</caption>
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, row) => {
            const cells = counts.slice(row * n, (row + 1) * n);
            const total = Math.max(
              1,
              cells.reduce((sum, count) => sum + count, 0),
            );
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map((count, column) => {
                  const isRight = row === column;
                  const share = isRight ? count / total : count / most;
                  return (
                    <td
                      key={names[column]}
                      class={isRight ? 'cell cell-right' : 'cell cell-wrong'}
                      title={`${count} of ${total} (${percent(count / total, 1)}): true ${name}, predicted ${names[column]}`}
                      style={{ '--strength': `${share * STRONGEST_PERCENT}%` }}
                    >
                      {count === 0 ? '' : count}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
