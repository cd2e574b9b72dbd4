import { describe, expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import type { Store } from '../../../cache/store.js';
import { artifactOf, keyOf, lyingArtifact, noise, recordOf, runOf } from '../samples.js';

/** Damage is found, and deleted with all that needs it. `store` gives an empty store that is new in each test. */
export function describeVerification(name: string, store: () => Store): void {
  describe(`${name}: verification`, () => {
    const good = artifactOf('good');
    const verified = async () => {
      const fractions: number[] = [];
      const report = await store().verify((fraction) => fractions.push(fraction));
      expect(fractions.at(-1)).toBe(1);
      expect(fractions).toEqual([...fractions].sort((first, second) => first - second));
      return report;
    };

    test('finds nothing wrong in a store that is whole', async () => {
      expect(await verified()).toEqual({ artifacts: 0, records: 0, damaged: [], broken: [] });
      const tree = artifactOf(encodeArtifact({ depth: 1 }));
      const node = { depth: 1 };
      const forest = artifactOf(
        encodeArtifact({ trees: [node] }, (o) => (o === node ? tree.hash : undefined)),
      );
      await store().commit({
        artifacts: [good, tree, forest, artifactOf(noise(40 * 2 ** 20, 3))],
        record: recordOf('a', { model: good.hash, forest: forest.hash }),
        cells: [{ key: keyOf('cell'), hash: tree.hash }],
        files: [{ path: 'p', memory: { hash: good.hash, stamp: '1:2:3:4:5' } }],
        run: runOf('r', '2024-01-01T00:00:00Z'),
        steps: {
          run: 'r',
          study: 'mnist',
          entries: [{ step: 'gone', outcome: 'ran', key: keyOf('gone'), seconds: 1 }],
        },
      });
      expect(await verified()).toEqual({ artifacts: 4, records: 1, damaged: [], broken: [] });
      expect(store().stats()).toMatchObject({ artifacts: 4, records: 1, cells: 1, runs: 1 });
    });

    test('deletes damaged artifacts, and the records and cells that need them', async () => {
      const lie = lyingArtifact('bad');
      await store().commit({ artifacts: [good], record: recordOf('good', { model: good.hash }) });
      await store().commit({
        artifacts: [lie],
        record: recordOf('bad', { model: good.hash, scores: lie.hash }),
        cells: [
          { key: keyOf('good cell'), hash: good.hash },
          { key: keyOf('bad cell'), hash: lie.hash },
        ],
      });
      expect(await verified()).toEqual({
        artifacts: 2,
        records: 2,
        damaged: [lie.hash],
        broken: [`records/${keyOf('bad')}`, `cells/${keyOf('bad cell')}`],
      });
      expect(store().stats()).toMatchObject({ artifacts: 1, records: 1, cells: 1 });
      expect(store().findRecord(keyOf('good'))).toBeDefined();
      expect(store().findCell(keyOf('good cell'))).toBe(good.hash);
      expect(await verified()).toEqual({ artifacts: 1, records: 1, damaged: [], broken: [] });
    });

    test('follows references: a forest is broken if one of its trees is gone', async () => {
      const nodes = [{ tree: 0 }, { tree: 1 }];
      const [kept, lost] = nodes.map((node) => artifactOf(encodeArtifact(node)));
      const hashes = new Map<object, typeof kept>([
        [nodes[0]!, kept],
        [nodes[1]!, lost],
      ]);
      const nameOf = (part: object) => hashes.get(part)?.hash;
      const forest = artifactOf(encodeArtifact(nodes, nameOf));
      const lie = { hash: lost!.hash, bytes: good.bytes };
      await store().commit({
        artifacts: [kept!, lie, forest],
        record: recordOf('forest', { model: forest.hash }),
        cells: [{ key: keyOf('tree'), hash: kept!.hash }],
      });
      const report = await verified();
      expect(report.damaged).toEqual([lost!.hash]);
      expect(report.broken).toEqual([`records/${keyOf('forest')}`]);
      expect(store().findCell(keyOf('tree'))).toBe(kept!.hash);
    });

    test('keeps what is committed while it runs', async () => {
      await store().commit({ artifacts: [artifactOf(noise(40 * 2 ** 20, 9))] });
      const report = store().verify();
      const late = artifactOf('late');
      await store().commit({ artifacts: [late], cells: [{ key: keyOf('late'), hash: late.hash }] });
      expect(await report).toMatchObject({ damaged: [], broken: [] });
      expect(store().findCell(keyOf('late'))).toBe(late.hash);
    });
  });
}
