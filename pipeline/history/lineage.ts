import type { Hash, Key } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import { type Provenance, startOf } from './provenance.js';

/** An output of one record at an input of another: the artifact that both name. */
export interface Wire {
  readonly output: string;
  readonly input: string;
  readonly hash: Hash;
}

/** The next record of a lineage: one that artifacts came from (up), or one that they went into (down). */
export interface Link {
  readonly record: StepRecord;
  readonly wires: readonly Wire[];
  /** Up only: records that made these very bytes too, but were not taken; newest first. */
  readonly alsoMadeBy: readonly StepRecord[];
}

/** One record of a lineage. */
export interface LineageNode {
  readonly record: StepRecord;
  readonly links: readonly Link[];
  /** Up only: the inputs whose maker has no record any more -> the artifact. */
  readonly unknown: Readonly<Record<string, Hash>>;
}

/** Each record once, in the order in which a tree of them is read. */
export type Lineage = ReadonlyMap<Key, LineageNode>;

/** What made a record, back to the data. Among records that made the same bytes, `preferred` ones are taken. */
export function ancestors(
  provenance: Provenance,
  start: StepRecord,
  preferred: ReadonlySet<Key> = new Set(),
): Lineage {
  return collect([start], (record) => {
    const wires = new Map<StepRecord, Wire[]>();
    const unknown: Record<string, Hash> = {};
    for (const [input, hash] of Object.entries(record.parts.inputs)) {
      const maker = makerFor(record, hash, provenance, preferred);
      if (maker) append(wires, maker, { output: outputOf(maker, hash), input, hash });
      else unknown[input] = hash;
    }
    const links = [...wires].map(([maker, from]) => ({
      record: maker,
      wires: from,
      alsoMadeBy: otherMakers(
        provenance,
        from.map(({ hash }) => hash),
        [maker, record],
      ),
    }));
    return { record, links, unknown };
  });
}

/** What used some results, and what used the results of that, to the end. */
export function descendants(provenance: Provenance, users: readonly Link[]): Lineage {
  return collect(
    users.map(({ record }) => record),
    (record) => ({
      record,
      links: usersOf(provenance, record.outputs).filter((link) => link.record.key !== record.key),
      unknown: {},
    }),
  );
}

/** The records that used any of some artifacts (output name -> hash), oldest first. */
export function usersOf(provenance: Provenance, outputs: Readonly<Record<string, Hash>>): Link[] {
  const wires = new Map<StepRecord, Wire[]>();
  for (const [output, hash] of Object.entries(outputs)) {
    for (const user of provenance.usersOf(hash)) {
      for (const [input, at] of Object.entries(user.parts.inputs)) {
        if (at === hash) append(wires, user, { output, input, hash });
      }
    }
  }
  return [...wires]
    .sort(([first], [second]) => startOf(first) - startOf(second))
    .map(([record, from]) => ({ record, wires: from, alsoMadeBy: [] }));
}

/** The records that made all of some artifacts, newest first, except for some. */
export function otherMakers(
  provenance: Provenance,
  [first, ...others]: readonly Hash[],
  except: readonly StepRecord[],
): StepRecord[] {
  if (!first) return [];
  const keys = except.map(({ key }) => key);
  return provenance
    .makersOf(first)
    .filter(({ key }) => !keys.includes(key))
    .filter(({ outputs }) => others.every((hash) => Object.values(outputs).includes(hash)))
    .reverse();
}

/**
 * The record that `user` had an artifact from: a preferred one (they belong to the study or run in question); else
 * the newest that was there before `user`; else, since a step may have run again later, the newest. A record that
 * gave back what it was given is not its own maker.
 */
function makerFor(
  user: StepRecord,
  hash: Hash,
  provenance: Provenance,
  preferred: ReadonlySet<Key>,
): StepRecord | undefined {
  const makers = provenance.makersOf(hash).filter(({ key }) => key !== user.key);
  return (
    makers.findLast(({ key }) => preferred.has(key)) ??
    makers.findLast((maker) => startOf(maker) <= startOf(user)) ??
    makers.at(-1)
  );
}

function outputOf(maker: StepRecord, hash: Hash): string {
  return Object.keys(maker.outputs).find((name) => maker.outputs[name] === hash)!;
}

/** Everything that can be reached, by a stack: a study may be a chain of thousands of steps. */
function collect(start: readonly StepRecord[], look: (record: StepRecord) => LineageNode): Lineage {
  const nodes = new Map<Key, LineageNode>();
  const open = [...start].reverse();
  for (let record = open.pop(); record; record = open.pop()) {
    if (nodes.has(record.key)) continue;
    const node = look(record);
    nodes.set(record.key, node);
    open.push(...node.links.map((link) => link.record).reverse());
  }
  return nodes;
}

function append(wires: Map<StepRecord, Wire[]>, record: StepRecord, wire: Wire): void {
  const known = wires.get(record);
  if (known) known.push(wire);
  else wires.set(record, [wire]);
}
