import type { Code, KeyParts } from '../../cache/record.js';
import { wrap } from '../words/lines.js';
import { codeName } from '../words/record-words.js';

const WIDTH = 100;

type Coarse = NonNullable<Code['coarse']>[number];

/** A piece of a step's code that counts more coarsely than it could, and why. */
export interface CoarsePiece extends Coarse {
  readonly name: string;
}

/** Those of a step's key. */
export function coarsePieces({ code }: Pick<KeyParts, 'code'>): CoarsePiece[] {
  return Object.entries(code).flatMap(([place, piece]) =>
    (piece.coarse ?? []).map((coarse) => ({ name: codeName(place, piece), ...coarse })),
  );
}

const ADVICE: Readonly<Record<Coarse['why'], readonly [what: string, mend: string]>> = {
  'made-on-the-spot': [
    'is no export of a module: it counts as all code that the study reaches, so it reruns more than it may need to',
    'Export it from a module, or make the values that it closes over params.',
  ],
  'unknown-load': [
    'loads what its text does not tell, so all files of its project count',
    "Name what it loads by a literal: import('./x.js'), new URL('./x.txt', import.meta.url).",
  ],
  'whole-environment': [
    'reads environment variables by names that its text does not tell, so all of them count',
    'Name each: process.env.NAME.',
  ],
};

/** How steps could count more finely: a text for each reason, once. Lines of at most 100 columns. */
export function coarseText(
  steps: readonly { readonly step: string; readonly parts: Pick<KeyParts, 'code'> }[],
): string[] {
  const found = steps.flatMap(({ step, parts }) => coarsePieces(parts).map((piece) => ({ step, ...piece })));
  return Object.entries(ADVICE).flatMap(([why, [what, mend]]) => {
    const pieces = found.filter((piece) => piece.why === why);
    if (pieces.length === 0) return [];
    const named = [...new Set(pieces.map(({ step, name }) => `${name} of ${step}`))];
    const code = [...new Set(pieces.flatMap((piece) => piece.code ?? []))];
    const examples = code.length > 0 ? ` (${shortened(code)})` : '';
    return wrap(`${shortened(named)} ${what}${examples}. ${mend}`, WIDTH);
  });
}

function shortened(texts: readonly string[]): string {
  const most = texts.slice(0, 3).join(', ');
  return texts.length > 3 ? `${most} and ${texts.length - 3} more` : most;
}

/** What the code of a step reaches while it runs: `lib/by.txt`, `$FACTOR`. */
export function loadNames({ code }: Pick<KeyParts, 'code'>): string[] {
  return [...new Set(Object.values(code).flatMap(({ loads = {} }) => Object.keys(loads)))].sort();
}
