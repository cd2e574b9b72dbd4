/** A parser, and what is needed to throw bytes at it. */
export interface Target {
  /** Whole, valid inputs, which are damaged. */
  readonly corpus: readonly Uint8Array[];
  /** Pieces that the format knows, to be put anywhere. */
  readonly words?: readonly string[];
  /**
   * Makes the checksums of a damaged input fit again, or packs it: what a checksum protects is reached by a half of
   * all inputs.
   */
  readonly repair?: (bytes: Uint8Array) => Uint8Array;
  /** Gives an input to the parser. Throws what the parser throws, or if what it gives cannot be. */
  parse(input: Uint8Array): unknown;
  /** Whether an error is one that the parser means to throw. */
  isRefusal(error: unknown): boolean;
  /** Refusals repeat what the user wrote, as long as that was; the command line puts them on one line. */
  readonly repeatsInput?: true;
  close?(): Promise<void> | void;
}

/** @param folder a folder of its own, for files. */
export type OpenTarget = (folder: string) => Target | Promise<Target>;

/** Text as bytes. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text));
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

/** Throws unless something holds that must hold of whatever a parser accepts. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`accepted, but ${what}`);
}
