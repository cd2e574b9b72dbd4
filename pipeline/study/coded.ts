/**
 * Something whose behaviour can change a result: a stage, or a piece of code that a study hands to a stage, such as a
 * classifier.
 */
export interface Coded {
  /** What people call it. Two pieces of code may have one name: it does not tell them apart. */
  readonly name: string;
  /** The `import.meta.url` of the module that defines it. */
  readonly module: string;
  /** What a factory put it together from, each under a name, where the factory vouches for it (`itself`). */
  readonly parts?: Readonly<Record<string, Coded>>;
  /**
   * This very object, if a factory vouches that it depends on the factory's module and on `parts`, and on nothing else.
   * A copy of it, spread with something changed, is another object than the one named here, and nobody vouches for it.
   */
  readonly itself?: object;
}

/** The code that decides what a step does: its stage, and what the study hands to it. */
export interface CodedStep {
  readonly id: string;
  readonly stage: Coded;
  readonly uses: Readonly<Record<string, Coded>>;
}

/** A piece of code and where it stands in a step: `stage`, `uses.classifier`, `uses.classifier.svc`. */
export interface Piece {
  readonly place: string;
  readonly coded: Coded;
}

/** A step's pieces of code, those that a factory vouches for followed by their parts. */
export function piecesOf({ stage, uses }: Pick<CodedStep, 'stage' | 'uses'>): Piece[] {
  return [
    { place: 'stage', coded: stage },
    ...Object.entries(uses).flatMap(([name, coded]) => withParts(`uses.${name}`, coded)),
  ];
}

function withParts(place: string, coded: Coded): Piece[] {
  const parts = isVouchedFor(coded) ? Object.entries(coded.parts ?? {}) : [];
  return [{ place, coded }, ...parts.flatMap(([name, part]) => withParts(`${place}.${name}`, part))];
}

/** Whether the factory that made it says that its module and its parts are all there is to it. */
export function isVouchedFor(coded: Coded): boolean {
  return coded.itself === coded;
}
