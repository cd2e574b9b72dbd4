const WORDS = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** Every word of some files: each name that they could have, at least. */
export function wordsOf(sources: readonly string[]): ReadonlySet<string> {
  return new Set(sources.flatMap((text) => text.match(WORDS) ?? []));
}

/**
 * The name that something in a bundle has in the source. Where two files use one name, the bundler numbers it
 * (`path2`): what is new in one file would look like a change of another.
 */
export function originalName(name: string, words: ReadonlySet<string>): string {
  const digits = /\d*$/.exec(name)?.[0].length ?? 0;
  for (let cut = 0; cut <= digits; cut++) {
    const original = name.slice(0, name.length - cut);
    if (words.has(original)) return original;
  }
  return name;
}
