import type { ClassNamer } from '../../../words/class-namer.js';
import { thousands } from '../../../words/words.js';

/** How many samples there are of each class: label and count. */
export function Classes({
  classes,
  nameOf,
}: {
  readonly classes: readonly (readonly [number, number])[];
  readonly nameOf: ClassNamer;
}) {
  const most = Math.max(1, ...classes.map(([, count]) => count));
  return (
    <table class="table table-small">
      <caption class="visually-hidden">Samples of each class</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col" class="number">
            Samples
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {classes.map(([label, count]) => (
          <tr key={label}>
            <th scope="row">{nameOf(label)}</th>
            <td class="number">{thousands(count)}</td>
            <td class="bar-cell">
              <span class="bar" style={{ width: `${(count / most) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
