/** The page that texts are made for, in columns. */
export const PAGE_COLUMNS = 100;
/** However deep a tree gets, its lines are given as many columns as this. */
const FEWEST_COLUMNS = 40;

export interface Branch<Item> {
  /** The first one names the branch. */
  readonly lines: readonly string[];
  readonly children: readonly Item[];
}

/**
 * A tree as lines, its items in the order in which they are read; so `look` can tell what stands above an item.
 * @param look what to write of an item, in lines of at most `columns`, and what hangs from it.
 */
export function treeLines<Item>(
  roots: readonly Item[],
  look: (item: Item, columns: number) => Branch<Item>,
): string[] {
  const lines: string[] = [];
  const openOf = (items: readonly Item[], stem: string) =>
    items.map((item, index) => ({ item, stem, last: index === items.length - 1 })).reverse();
  const open = openOf(roots, '');
  // A stack instead of recursion: a study may be a chain of thousands of steps.
  for (let next = open.pop(); next; next = open.pop()) {
    const { item, stem, last } = next;
    const below = `${stem}${last ? '   ' : '│  '}`;
    const { lines: own, children } = look(item, Math.max(FEWEST_COLUMNS, PAGE_COLUMNS - below.length - 3));
    const [name = '', ...more] = own;
    lines.push(`${stem}${last ? '└─ ' : '├─ '}${name}`);
    for (const line of more) lines.push(`${below}${children.length > 0 ? '│  ' : '   '}${line}`);
    open.push(...openOf(children, below));
  }
  return lines;
}

/** Items in lines of at most `columns`, `gap` between those of one line. A longer item is cut. */
export function wrapped(items: readonly string[], columns: number, gap = '  '): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const whole = item.length > columns ? `${item.slice(0, columns - 1)}…` : item;
    const last = lines.at(-1);
    if (last !== undefined && last.length + gap.length + whole.length <= columns) {
      lines[lines.length - 1] = last + gap + whole;
    } else lines.push(whole);
  }
  return lines;
}
