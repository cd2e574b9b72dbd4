import type { ModelView } from '../../draw/wire.js';

/** What the models say together, once they are known: `All 6 models say 3`, `5 of 6 models say 3, 1 says 8`. */
export function verdict(models: readonly ModelView[] | undefined): string {
  const votes = new Map<number, number>();
  for (const { prediction } of models ?? []) {
    if (prediction) votes.set(prediction.label, (votes.get(prediction.label) ?? 0) + 1);
  }
  const total = [...votes.values()].reduce((sum, count) => sum + count, 0);
  // Of labels with as many votes, the smaller one is first.
  const [first, ...others] = [...votes].sort(([a, votesA], [b, votesB]) => votesB - votesA || a - b);
  if (!first) {
    const isComing = models?.some(({ isFitted }) => isFitted) ?? true;
    return isComing ? 'The models are looking …' : 'No model is fitted yet';
  }
  const [label, count] = first;
  if (others.length === 0) {
    return total === 1 ? `The one model says ${label}` : `All ${total} models say ${label}`;
  }
  const rest = others.map(([other, few]) => `${few} ${few === 1 ? 'says' : 'say'} ${other}`);
  return [`${count} of ${total} models ${count === 1 ? 'says' : 'say'} ${label}`, ...rest].join(', ');
}
