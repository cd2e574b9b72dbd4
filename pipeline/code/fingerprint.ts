import type { Code } from '../../cache/record.js';
import { type CodedStep, type Piece, piecesOf } from '../study/coded.js';
import type { KeptSource, KeptSources } from './kept-source.js';

/** Tells what the code of a step is. */
export interface Fingerprints {
  /** The code of each of its pieces, by its place: `stage`, `uses.classifier`. */
  of(step: CodedStep): Promise<Readonly<Record<string, Code>>>;
  /**
   * The readable sources that the code of each was made from, by its place; without those that are not known. They serve
   * to explain changes and are in no key.
   */
  sources(step: CodedStep): Promise<KeptSources>;
  /** A file whose change since `of` changed the code of the step, if there is one. */
  changedFile(step: CodedStep): Promise<string | undefined>;
}

/**
 * Tells what one piece of code is. Two implementations: from the sources (from-sources.ts), and what a compiled release
 * carries, made from the same sources when it was built (from-release.ts).
 */
export interface PieceFingerprints {
  /** @param step the id of the step that it is a piece of. */
  of(piece: Piece, step: string): Promise<Code>;
  source(piece: Piece, step: string): Promise<KeptSource | undefined>;
  changedFile(piece: Piece, step: string): Promise<string | undefined>;
}

/** Fingerprints of steps, piece by piece. Steps whose pieces are the same have the same object: it is hashed once. */
export function fingerprints(piecewise: PieceFingerprints): Fingerprints {
  const numbers = new Map<Code, number>();
  const known = new Map<string, Readonly<Record<string, Code>>>();
  const numberOf = (code: Code) => {
    const number = numbers.get(code) ?? numbers.size;
    numbers.set(code, number);
    return number;
  };
  return {
    async of(step) {
      const pieces = piecesOf(step);
      const codes = await Promise.all(pieces.map((piece) => piecewise.of(piece, step.id)));
      const name = pieces.map(({ place }, index) => `${place} ${numberOf(codes[index]!)}`).join();
      const all =
        known.get(name) ?? Object.fromEntries(pieces.map(({ place }, index) => [place, codes[index]!]));
      known.set(name, all);
      return all;
    },
    async sources(step) {
      const sources = piecesOf(step).map(
        async (piece) => [piece.place, await piecewise.source(piece, step.id)] as const,
      );
      const found = (await Promise.all(sources)).filter(
        (one): one is [string, KeptSource] => one[1] !== undefined,
      );
      return Object.fromEntries(found);
    },
    async changedFile(step) {
      for (const piece of piecesOf(step)) {
        const changed = await piecewise.changedFile(piece, step.id);
        if (changed !== undefined) return changed;
      }
      return undefined;
    },
  };
}

/** Pieces of code that come from two places: what a release brought, and what stands beside it in sources. */
export function byOrigin(
  released: PieceFingerprints,
  own: PieceFingerprints,
  isReleased: (piece: Piece) => boolean | Promise<boolean>,
): PieceFingerprints {
  const originOf = async (piece: Piece) => ((await isReleased(piece)) ? released : own);
  return {
    of: async (piece, step) => (await originOf(piece)).of(piece, step),
    source: async (piece, step) => (await originOf(piece)).source(piece, step),
    changedFile: async (piece, step) => (await originOf(piece)).changedFile(piece, step),
  };
}
