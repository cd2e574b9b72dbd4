import { percent, thousands } from '../words/words.js';
import { candidateText, type Figures, headline } from './figures.js';

/** A figure in two runs; null where one of them does not have it. */
export interface ComparedFigure {
  readonly name: string;
  readonly before: number | null;
  readonly now: number | null;
  /** now - before; null where one is missing. */
  readonly difference: number | null;
}

/** The figures of a step in two runs, side by side: accuracy and correct ones, or the mean score of each candidate. */
export function compareFigures(before?: Figures, now?: Figures): ComparedFigure[] {
  const [old, current] = [numbersOf(before), numbersOf(now)];
  return [...new Set([...old.keys(), ...current.keys()])].map((name) => {
    const [first, second] = [old.get(name) ?? null, current.get(name) ?? null];
    return {
      name,
      before: first,
      now: second,
      difference: first === null || second === null ? null : second - first,
    };
  });
}

/** How a step did in two runs, in a few words: `96.14 % -> 96.72 % (+81 correct)`. */
export function figuresChange(before?: Figures, now?: Figures): string {
  if (!before && !now) return '';
  const [old, current] = [before ? headline(before) : '?', now ? headline(now) : '?'];
  const shares = old === current ? old : `${old} -> ${current}`;
  if (before?.kind === 'scores' && now?.kind === 'scores' && before.correct !== now.correct) {
    return `${shares} (${signed(now.correct - before.correct)} correct)`;
  }
  return shares;
}

/** A candidate of a grid that changed its score or is in one run only: `C=3: 94.00 % -> 94.20 %`. */
export function figureText({ name, before, now }: ComparedFigure): string {
  const text = (share: number | null) => (share === null ? 'not tried' : percent(share));
  return `${name}: ${text(before)} -> ${text(now)}`;
}

function numbersOf(figures: Figures | undefined): Map<string, number> {
  if (!figures) return new Map();
  if (figures.kind === 'scores') {
    const { accuracy, correct } = figures;
    return new Map([
      ['accuracy', accuracy],
      ['correct', correct],
    ]);
  }
  // Scores of another kind are other figures.
  const kind = figures.scoring ? ` (${figures.scoring})` : '';
  return new Map(figures.candidates.map(({ params, mean }) => [`${candidateText(params)}${kind}`, mean]));
}

function signed(count: number): string {
  return `${count < 0 ? '-' : '+'}${thousands(Math.abs(count))}`;
}
