import type { Key } from '../../../cache/hash.js';
import type { StepRecord } from '../../../cache/record.js';
import type { Lineage, Link } from '../../../pipeline/history/lineage.js';
import { type Figures, figuresText } from '../../figures/figures.js';
import { distinguishingParams, executionText } from '../../words/record-words.js';
import { type Branch, treeLines, wrapped } from '../../words/tree.js';
import { recordSections } from './lineage-sections.js';
import { Places } from './places.js';

/**
 * What used a result or a file, down to the last step, as a tree. A step that used several things is drawn under
 * one of them, and named at the others.
 * @param title what the result or file is, in lines.
 * @param figuresOf what a step came to, where that can be said in figures.
 */
export function descendantsText(
  title: readonly string[],
  users: readonly Link[],
  lineage: Lineage,
  figuresOf: (record: StepRecord) => Figures | undefined,
): string {
  const records = [...lineage.values()].map(({ record }) => record);
  if (records.length === 0) return [...title, 'Nothing that is kept used it.'].join('\n');
  const places = new Places(records);
  const distinguishing = distinguishingParams(records);
  const homes = homesOf(users, lineage);

  const look = (link: Link, columns: number): Branch<Link> => {
    const { record } = link;
    const { links } = lineage.get(record.key)!;
    const isHere = ({ record: user }: Link) => homes.get(user.key) === record.key;
    const elsewhere = counted(links.filter((user) => !isHere(user)).map(userText));
    const figures = figuresOf(record);
    return {
      lines: [
        ...wrapped([userText(link), ...distinguishing.get(record.key)!], columns),
        ...wrapped(executionText(record, places.markOf(record)).split(' · '), columns, ' · '),
        ...(figures ? [figuresText(figures)] : []),
        ...(elsewhere.length > 0
          ? wrapped([`elsewhere in this tree:`, ...commas(elsewhere)], columns, ' ')
          : []),
      ],
      children: links.filter(isHere),
    };
  };
  const drawn = users.filter(({ record }) => homes.get(record.key) === undefined);
  return [...title, ...treeLines(drawn, look), ...recordSections(records, places)].join('\n');
}

/** Under which record each one is drawn: the first that leads to it, reading from the top; none for the top itself. */
function homesOf(users: readonly Link[], lineage: Lineage): ReadonlyMap<Key, Key | undefined> {
  const homes = new Map<Key, Key | undefined>();
  const openOf = (links: readonly Link[], from?: Key) =>
    links.map(({ record }) => ({ key: record.key, from })).reverse();
  const open = openOf(users);
  for (let next = open.pop(); next; next = open.pop()) {
    if (homes.has(next.key)) continue;
    homes.set(next.key, next.from);
    open.push(...openOf(lineage.get(next.key)!.links, next.key));
  }
  return homes;
}

function userText({ record, wires }: Link): string {
  return `${record.step} (as ${wires.map(({ input }) => input).join(', ')})`;
}

/** Each text once, with how often it was there. */
function counted(texts: readonly string[]): string[] {
  return [...new Set(texts)].map((text) => {
    const times = texts.filter((other) => other === text).length;
    return times > 1 ? `${text} x ${times}` : text;
  });
}

function commas(items: readonly string[]): string[] {
  return items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
}
