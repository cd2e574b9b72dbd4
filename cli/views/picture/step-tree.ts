import type { StepOutline } from '../../process/run-outline.js';

/** A step's place in the picture of the graph. */
export interface TreeRow {
  readonly step: StepOutline;
  /** The guides that lead to it: `│ ├ `. Empty for a step that stands by itself. */
  readonly guides: string;
  /** The steps whose outputs it takes though it does not stand below them. */
  readonly alsoAfter: readonly string[];
}

/**
 * The graph of steps as an indented tree: each step stands below the last of those whose outputs it takes, which as
 * a rule is the one that it waits for longest. What else it takes is named, since no guide leads there.
 */
export function stepTree(steps: readonly StepOutline[]): TreeRow[] {
  const places = new Map(steps.map(({ step }, index) => [step, index]));
  const below = new Map<string | undefined, StepOutline[]>();
  for (const step of steps) {
    const above = [...step.after].sort((a, b) => places.get(a)! - places.get(b)!).at(-1);
    below.set(above, [...(below.get(above) ?? []), step]);
  }
  const rows: TreeRow[] = [];
  const place = (path: readonly string[], indent: string) => {
    const above = path.at(-1);
    const children = below.get(above) ?? [];
    children.forEach((step, index) => {
      const isLast = index === children.length - 1;
      const isRoot = above === undefined;
      rows.push({
        step,
        guides: isRoot ? '' : `${indent}${isLast ? '└ ' : '├ '}`,
        alsoAfter: step.after.filter((before) => !path.includes(before)),
      });
      place([...path, step.step], isRoot ? '' : `${indent}${isLast ? '  ' : '│ '}`);
    });
  };
  place([], '');
  return rows;
}
