import type { Lineage, LineageNode, Link } from '../../../pipeline/history/lineage.js';

/**
 * The records of a lineage for programs, one object each, with all that is known of them and whole hashes.
 * @param direction what links lead to: the records that a record's inputs came `from`, or those it was `usedBy`.
 */
export function lineageLines(lineage: Lineage, direction: 'from' | 'usedBy'): object[] {
  return [...lineage.values()].map(({ record, links, unknown }: LineageNode) => ({
    type: 'lineage-step',
    ...record,
    [direction]: linkLines(links),
    ...(direction === 'from' ? { unknown } : {}),
  }));
}

/** Links by the keys of the records that they lead to. */
export function linkLines(links: readonly Link[]): object[] {
  return links.map(({ record, wires, alsoMadeBy }) => ({
    step: record.step,
    key: record.key,
    wires,
    ...(alsoMadeBy.length > 0 ? { alsoMadeBy: alsoMadeBy.map(({ key }) => key) } : {}),
  }));
}
