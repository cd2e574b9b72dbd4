import type { Hash } from '../../cache/hash.js';
import type { KeptSource } from './kept-source.js';

export type Change = 'edited' | 'added' | 'removed';

/** A file of a piece of code that changed, and what in it did. */
export interface FileChange {
  readonly file: string;
  readonly change: Change;
  /** What the file declares at its top level; `(imports)`, `(exports)` and `(statement)` for the rest of it. */
  readonly symbols: readonly { readonly name: string; readonly change: Change }[];
}

/** Null stands for a kernel that there was not, or is not any more. */
export interface KernelChange {
  readonly name: string;
  readonly before: Hash | null;
  readonly now: Hash | null;
}

/** The files in which two states of a piece of code differ. */
export function changedFiles(before: KeptSource, now: KeptSource): FileChange[] {
  const texts = ({ files }: KeptSource) =>
    new Map(files.map(({ path, symbols }) => [path, symbolTexts(symbols)]));
  const none = new Map<string, string>();
  return changes(texts(before), texts(now), sameSymbols).map(([file, change, old, current]) => ({
    file,
    change,
    symbols: changes(old ?? none, current ?? none, Object.is).map(([name, change]) => ({ name, change })),
  }));
}

/** The kernels in which two states of a piece of code differ. */
export function changedKernels(before: KeptSource, now: KeptSource): KernelChange[] {
  const kernels = ({ kernels }: KeptSource) => new Map(Object.entries(kernels));
  return changes(kernels(before), kernels(now), Object.is).map(([name, , old, current]) => ({
    name,
    before: old ?? null,
    now: current ?? null,
  }));
}

/** name -> text; statements of one name (such as imports) count as one. */
function symbolTexts(
  symbols: readonly { readonly name: string; readonly text: string }[],
): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { name, text } of symbols) {
    const earlier = texts.get(name);
    texts.set(name, earlier === undefined ? text : `${earlier}\n${text}`);
  }
  return texts;
}

function sameSymbols(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): boolean {
  return changes(before, now, Object.is).length === 0;
}

/** The entries in which two maps differ, in the order of their names. */
function changes<Value>(
  before: ReadonlyMap<string, Value>,
  now: ReadonlyMap<string, Value>,
  same: (before: Value, now: Value) => boolean,
): [string, Change, Value | undefined, Value | undefined][] {
  return [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [old, current] = [before.get(name), now.get(name)];
    if (old !== undefined && current !== undefined && same(old, current)) return [];
    const change = old === undefined ? 'added' : current === undefined ? 'removed' : 'edited';
    return [[name, change, old, current]];
  });
}
