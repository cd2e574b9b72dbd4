import leven from 'leven';

/** The end of an error about a name: the likeliest meant one, or all there are. */
export function suggest(name: string, known: readonly string[]): string {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: leven(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.max(2, name.length / 3)
    ? `Did you mean "${nearest.candidate}"?`
    : `There are: ${known.join(', ')}.`;
}
