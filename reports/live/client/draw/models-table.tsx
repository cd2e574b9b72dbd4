import type { ModelView, PredictionView } from '../../draw/wire.js';
import { linkTo } from '../state/route.js';

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/** What each model takes the drawing for, and how probable it finds each class. */
export function ModelsTable({ models }: { readonly models: readonly ModelView[] }) {
  const known = new Set(models.flatMap(({ prediction }) => prediction?.classes ?? DIGITS));
  const classes = [...known].sort((a, b) => a - b);
  return (
    <table class="draw-models">
      <caption class="visually-hidden">The probability of each class, in percent</caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col" class="draw-label">
            Says
          </th>
          {classes.map((label) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {models.map(({ name, step, isFitted, prediction }) => (
          <tr key={name}>
            <th scope="row">
              <a href={linkTo({ page: 'study', step })}>{name}</a>
            </th>
            <td class="draw-label">{prediction?.label ?? ''}</td>
            {isFitted ? (
              <Probabilities prediction={prediction} classes={classes} />
            ) : (
              <td class="draw-note quiet" colSpan={classes.length}>
                Not fitted yet: <code>restudy run {step}</code>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Probabilities({
  prediction,
  classes,
}: {
  readonly prediction: PredictionView | null;
  readonly classes: readonly number[];
}) {
  if (prediction && !prediction.probabilities) {
    return (
      <td class="draw-note quiet" colSpan={classes.length}>
        Gives no probabilities.
      </td>
    );
  }
  return (
    <>
      {classes.map((label) => (
        <Probability
          key={label}
          share={shareOf(label, prediction)}
          isLabel={prediction !== null && prediction.label === label}
        />
      ))}
    </>
  );
}

function Probability({ share, isLabel }: { readonly share: number | null; readonly isLabel: boolean }) {
  const percent = Math.round((share ?? 0) * 100);
  return (
    <td class="draw-probability" data-label={isLabel} data-small={percent === 0}>
      <span class="draw-column" style={{ '--share': String(share ?? 0) }} />
      <span class="draw-percent">{share === null ? '' : percent}</span>
    </td>
  );
}

/** Null where there is nothing to tell: no drawing, or a class that the model does not know. */
function shareOf(label: number, prediction: PredictionView | null): number | null {
  const column = prediction?.classes.indexOf(label) ?? -1;
  return prediction?.probabilities?.[column] ?? null;
}
