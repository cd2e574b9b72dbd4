import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StepRecord } from '../../../cache/record.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { findHash } from '../../../pipeline/history/find-hash.js';
import { ancestors, descendants, type Lineage, usersOf } from '../../../pipeline/history/lineage.js';
import { hashSubject, usersOfSubject } from '../../../pipeline/history/lineage-subject.js';
import { Provenance } from '../../../pipeline/history/provenance.js';
import { hashOf, madeRecord } from '../records.js';
import { runStudy, set, smallStudy } from '../small-study.js';

const steps = (lineage: Lineage) => [...lineage.values()].map(({ record }) => record.step);
const down = (provenance: Provenance, record: StepRecord) =>
  descendants(provenance, usersOf(provenance, record.outputs));

describe('what made a result', () => {
  test('goes back to the data, each record once, by the outputs and inputs that it went through', async () => {
    const store = memoryStore();
    await runStudy(smallStudy, store);
    const provenance = new Provenance(store.records());
    const total = store.latestRecord('small', 'total')!;
    const found = ancestors(provenance, total);
    expect(steps(found)).toEqual(['total', 'source', 'parity']);
    expect(
      found
        .get(total.key)!
        .links.map(({ record, wires }) => [record.step, wires[0]!.output, wires[0]!.input]),
    ).toEqual([
      ['source', 'numbers', 'parts.all'],
      ['parity', 'numbers', 'parts.odd'],
    ]);
  });

  test('takes, of several records that made the same bytes, the newest that was there before it was used', () => {
    const makers = [1, 3, 7].map((second) =>
      madeRecord(`maker-${second}`, { outputs: { out: 'x' }, second }),
    );
    const user = madeRecord('user', { inputs: { in: 'x' }, outputs: { out: 'y' }, second: 5 });
    const provenance = new Provenance([...makers, user]);
    const [link] = ancestors(provenance, user).get(user.key)!.links;
    expect(link!.record.step).toBe('maker-3');
    expect(link!.alsoMadeBy.map(({ step }) => step)).toEqual(['maker-7', 'maker-1']);
    expect(steps(ancestors(provenance, user, new Set([makers[0]!.key])))).toEqual(['user', 'maker-1']);
  });

  test('takes one that ran later, if only that is kept: it was run again', () => {
    const maker = madeRecord('maker', { outputs: { out: 'x' }, second: 9 });
    const user = madeRecord('user', { inputs: { in: 'x' }, outputs: { out: 'y' }, second: 5 });
    expect(steps(ancestors(new Provenance([maker, user]), user))).toEqual(['user', 'maker']);
  });

  test('a step that gave back what it was given is not its own maker', () => {
    const source = madeRecord('source', { outputs: { out: 'x' }, second: 1 });
    const same = madeRecord('same', { inputs: { in: 'x' }, outputs: { out: 'x' }, second: 2 });
    const provenance = new Provenance([source, same]);
    expect(steps(ancestors(provenance, same))).toEqual(['same', 'source']);
    expect(steps(down(provenance, source))).toEqual(['same']);
    expect(ancestors(new Provenance([same]), same).get(same.key)).toMatchObject({
      links: [],
      unknown: { in: hashOf('x') },
    });
  });

  test('two steps that turn each other’s results around end', () => {
    const there = madeRecord('there', { inputs: { in: 'x' }, outputs: { out: 'y' }, second: 1 });
    const back = madeRecord('back', { inputs: { in: 'y' }, outputs: { out: 'x' }, second: 2 });
    const provenance = new Provenance([there, back]);
    expect(steps(ancestors(provenance, there))).toEqual(['there', 'back']);
    expect(steps(down(provenance, there))).toEqual(['back', 'there']);
  });

  test('an input whose maker has no record any more is said to be unknown', async () => {
    const store = memoryStore();
    await runStudy(smallStudy, store);
    await store.forgetRecord(store.latestRecord('small', 'parity')!.key);
    const total = store.latestRecord('small', 'total')!;
    const found = ancestors(new Provenance(store.records()), total);
    expect(found.get(total.key)!.unknown).toEqual({ 'parts.odd': total.parts.inputs['parts.odd'] });
    expect(steps(found)).toEqual(['total', 'source']);
  });

  test('a chain of ten thousand steps does not exhaust the stack', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) =>
      madeRecord(`step-${index}`, { inputs: { in: `${index}` }, outputs: { out: `${index + 1}` } }),
    );
    const provenance = new Provenance(chain);
    expect(ancestors(provenance, chain.at(-1)!).size).toBe(10_000);
    expect(down(provenance, chain[0]!).size).toBe(9_999);
  });
});

describe('what used a result', () => {
  test('is there whether it is current or not', async () => {
    const store = memoryStore();
    await runStudy(smallStudy, store);
    await runStudy(smallStudy, store, { set: [set('total', 'times', 2)] });
    const provenance = new Provenance(store.records());
    expect(steps(down(provenance, store.latestRecord('small', 'source')!)).sort()).toEqual([
      'parity',
      'total',
      'total',
    ]);
    expect(steps(down(provenance, store.latestRecord('small', 'total')!))).toEqual([]);
  });

  test('a file is used by the steps that read it', () => {
    const reader = madeRecord('reader', { files: { images: 'bytes' }, outputs: { out: 'x' } });
    const user = madeRecord('user', { inputs: { in: 'x' }, outputs: { out: 'y' } });
    const provenance = new Provenance([reader, user]);
    const subject = hashSubject(provenance, { kind: 'file', hash: hashOf('bytes') });
    expect(steps(descendants(provenance, usersOfSubject(provenance, subject)))).toEqual(['reader', 'user']);
  });
});

/** Records in the order they were made, each using outputs of earlier ones; `content` says what bytes come out. */
const histories = (content: (record: number, output: number) => fc.Arbitrary<string>) =>
  fc
    .array(
      fc.record({ uses: fc.array(fc.nat(), { maxLength: 4 }), outputs: fc.integer({ min: 1, max: 2 }) }),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .chain((shapes) =>
      fc
        .tuple(
          ...shapes.map(({ outputs }, record) =>
            fc.tuple(...Array.from({ length: outputs }, (_, output) => content(record, output))),
          ),
        )
        .map((contents) => {
          const before: string[] = [];
          return shapes.map(({ uses }, index) => {
            const own = contents[index]!;
            const inputs = before.length > 0 ? uses.map((use) => before[use % before.length]!) : [];
            before.push(...own);
            return madeRecord(`step-${index}`, {
              inputs: Object.fromEntries(inputs.map((input, place) => [`in${place}`, input])),
              outputs: Object.fromEntries(own.map((output, place) => [`out${place}`, output])),
              second: index,
            });
          });
        }),
    );

describe('laws', () => {
  const distinct = (record: number, output: number) => fc.constant(`${record}.${output}`);
  const shared = () => fc.integer({ min: 0, max: 5 }).map(String);

  test('a step is reached down from another exactly if that one is reached up from it', () => {
    fc.assert(
      fc.property(histories(distinct), (records) => {
        const provenance = new Provenance(records);
        for (const lower of records) {
          const up = ancestors(provenance, lower);
          for (const upper of records.filter((record) => record !== lower)) {
            expect(down(provenance, upper).has(lower.key)).toBe(up.has(upper.key));
          }
        }
      }),
    );
  });

  test('also where steps made the same bytes, whatever made a result reaches down to it', () => {
    fc.assert(
      fc.property(histories(shared), (records) => {
        const provenance = new Provenance(records);
        for (const lower of records) {
          for (const { record: upper } of ancestors(provenance, lower).values()) {
            if (upper !== lower) expect(down(provenance, upper).has(lower.key)).toBe(true);
          }
        }
      }),
    );
  });

  test('every input is from a maker, or unknown', () => {
    fc.assert(
      fc.property(histories(shared), (records) => {
        const provenance = new Provenance(records.slice(1));
        for (const record of records.slice(1)) {
          const { links, unknown } = ancestors(provenance, record).get(record.key)!;
          for (const link of links) {
            for (const { output, hash } of link.wires) expect(link.record.outputs[output]).toBe(hash);
          }
          const inputs = [
            ...links.flatMap(({ wires }) => wires.map(({ input }) => input)),
            ...Object.keys(unknown),
          ];
          expect(inputs.sort()).toEqual(Object.keys(record.parts.inputs).sort());
        }
      }),
    );
  });
});

describe('the beginning of a hash', () => {
  const reader = madeRecord('reader', { files: { images: 'bytes' }, outputs: { out: 'x' } });
  const provenance = new Provenance([reader]);

  test('means an artifact, a key or a file', () => {
    expect(findHash(provenance, hashOf('x').slice(0, 4))).toEqual({ kind: 'artifact', hash: hashOf('x') });
    expect(findHash(provenance, reader.key.slice(0, 10).toUpperCase())).toEqual({
      kind: 'key',
      key: reader.key,
    });
    expect(findHash(provenance, hashOf('bytes'))).toEqual({ kind: 'file', hash: hashOf('bytes') });
  });

  test('that is too short, or of no hash, says so', () => {
    expect(() => findHash(provenance, 'abc')).toThrow('"abc" is too short for a hash: give at least 4');
    expect(() => findHash(provenance, '0000')).toThrow('has a hash that begins with 0000.');
  });

  test('that several have lists them', () => {
    const many = Array.from({ length: 1500 }, (_, index) =>
      madeRecord(`s${index}`, { outputs: { out: `${index}` } }),
    );
    const prefixes = many.map(({ outputs }) => outputs['out']!.slice(0, 4));
    const twice = prefixes.find((prefix, index) => prefixes.indexOf(prefix) !== index)!;
    expect(() => findHash(new Provenance(many), twice)).toThrow(
      new RegExp(
        `^\\d hashes begin with ${twice}: ${twice}[0-9a-f]{8} \\((s|key of s)\\d+.*\\. Give more digits\\.$`,
      ),
    );
  });
});
