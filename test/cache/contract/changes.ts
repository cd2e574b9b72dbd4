import { describe, expect, test } from 'vitest';
import type { RunStep } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { artifactOf, keyOf, lyingArtifact, noise, recordOf, runOf } from '../samples.js';

/** A change is written as a whole: records, cells, files, runs and artifacts. `store` gives an empty store that is new in each test. */
export function describeChanges(name: string, store: () => Store): void {
  describe(`${name}: records`, () => {
    const output = artifactOf('a model');

    test('a record is found under its key, with all that it says', async () => {
      const record = recordOf('a', { model: output.hash });
      await store().commit({ artifacts: [output], record });
      expect(store().findRecord(keyOf('a'))).toEqual(record);
      expect(store().findRecord(keyOf('b'))).toBeUndefined();
    });

    test('a record may name artifacts that are in the store already', async () => {
      await store().commit({ artifacts: [output] });
      await store().commit({ record: recordOf('a', { model: output.hash }) });
      expect(store().findRecord(keyOf('a'))?.outputs).toEqual({ model: output.hash });
    });

    test('a later record replaces one of the same key', async () => {
      const other = artifactOf('another model');
      await store().commit({ artifacts: [output], record: recordOf('a', { model: output.hash }) });
      await store().commit({ artifacts: [other], record: recordOf('a', { model: other.hash }) });
      expect(store().findRecord(keyOf('a'))?.outputs).toEqual({ model: other.hash });
      expect(store().stats().records).toBe(1);
    });

    test('a record is not found any more once one of its artifacts turned out to be damaged', async () => {
      const lie = lyingArtifact('scores');
      const record = recordOf('a', { model: output.hash, scores: lie.hash });
      await store().commit({
        artifacts: [output, lie],
        record,
        run: runOf('r', '2024-01-01T00:00:00Z'),
        steps: {
          run: 'r',
          study: 'mnist',
          entries: [{ step: 'svm', outcome: 'ran', key: record.key, seconds: 1 }],
        },
      });
      expect(store().findRecord(record.key)).toEqual(record);
      store().readArtifact(lie.hash);
      expect(store().findRecord(record.key)).toBeUndefined();
      expect(store().latestRecord('mnist', 'svm')).toBeUndefined();
      expect(store().hasArtifact(output.hash)).toBe(true);
    });

    test('a forgotten record is a miss; its artifacts stay', async () => {
      const record = recordOf('a', { model: output.hash });
      await store().commit({ artifacts: [output], record });
      await store().forgetRecord(record.key);
      expect(store().findRecord(record.key)).toBeUndefined();
      expect(store().hasArtifact(output.hash)).toBe(true);
      await store().forgetRecord(keyOf('never there'));
      await store().commit({ record });
      expect(store().findRecord(record.key)).toEqual(record);
    });
  });

  describe(`${name}: a change`, () => {
    const output = artifactOf('a model');
    const cell = artifactOf('a score');
    const run = runOf('r', '2024-01-01T00:00:00Z');
    const record = recordOf('a', { model: output.hash });
    const entries: RunStep[] = [{ step: 'svm', outcome: 'ran', key: record.key, seconds: 1 }];
    const memory = { hash: output.hash, stamp: '1:2:3:4:5' };
    const whole = {
      artifacts: [output, cell],
      record,
      cells: [{ key: keyOf('cell'), hash: cell.hash }],
      files: [{ path: '/data/digits', memory }],
      run,
      steps: { run: 'r', study: 'mnist', entries },
    };

    test('is written as a whole', async () => {
      await store().commit(whole);
      expect(store().findRecord(record.key)).toEqual(record);
      expect(store().latestRecord('mnist', 'svm')).toEqual(record);
      expect(store().findCell(keyOf('cell'))).toBe(cell.hash);
      expect(store().findFile('/data/digits')).toEqual(memory);
      expect(store().runs()).toEqual([{ ...run, steps: entries }]);
    });

    test('may be empty', async () => {
      await store().commit({});
      expect(store().stats()).toMatchObject({ artifacts: 0, records: 0, cells: 0, runs: 0 });
    });

    const absent = artifactOf('never committed').hash;
    test.each([
      ['a record whose artifact is nowhere', { record: recordOf('a', { model: absent }) }],
      ['a record with a key that is none', { record: { ...record, key: 'short' as never } }],
      ['a record with a number that JSON cannot hold', { record: withSeconds(Number.NaN) }],
      ['a record without its log', { record: { ...record, log: undefined as never } }],
      ['a cell whose artifact is nowhere', { cells: [{ key: keyOf('cell'), hash: absent }] }],
      ['a cell whose hash is none', { cells: [{ key: keyOf('cell'), hash: 'XYZ' as never }] }],
      ['an artifact whose name is no hash', { artifacts: [{ hash: 'name' as never, bytes: cell.bytes }] }],
      ['an artifact that is no bytes', { artifacts: [{ hash: cell.hash, bytes: 'text' as never }] }],
      ['a file without a hash', { files: [{ path: 'x', memory: { ...memory, hash: '' as never } }] }],
      ['a run without a command', { run: { ...run, command: undefined as never } }],
      ['a run that started at no time', { run: { ...run, startedAt: 'yesterday' } }],
      [
        'a step with an unknown outcome',
        {
          steps: {
            run: 'r',
            study: 'mnist',
            entries: [...entries, { ...entries[0]!, outcome: 'odd' as never }],
          },
        },
      ],
    ])('with %s writes nothing of the rest', async (_, invalid) => {
      const before = store().stats();
      await expect(store().commit({ ...whole, ...invalid })).rejects.toThrow(TypeError);
      expect(store().stats()).toEqual(before);
      expect(store().hasArtifact(output.hash)).toBe(false);
      expect(store().findRecord(record.key)).toBeUndefined();
      expect(store().findCell(keyOf('cell'))).toBeUndefined();
      expect(store().findFile('/data/digits')).toBeUndefined();
      expect(store().runs()).toEqual([]);
      expect(store().latestRecord('mnist', 'svm')).toBeUndefined();
    });

    test('is seen by whoever reads after it, and many at once are all written', async () => {
      const artifacts = Array.from({ length: 200 }, (_, index) => artifactOf(`artifact ${index}`));
      await Promise.all(
        artifacts.map(async (artifact, index) => {
          await store().commit({
            artifacts: [artifact],
            cells: [{ key: keyOf(`cell ${index}`), hash: artifact.hash }],
          });
          expect(store().findCell(keyOf(`cell ${index}`))).toBe(artifact.hash);
        }),
      );
      expect(store().stats()).toMatchObject({ artifacts: 200, cells: 200 });
    });

    function withSeconds(seconds: number) {
      return { ...record, circumstances: { ...record.circumstances, seconds } };
    }
  });

  test(`${name}: clearing deletes everything, and the store goes on`, async () => {
    const artifact = artifactOf('x');
    const change = {
      artifacts: [artifact, artifactOf(noise(3 * 2 ** 20, 1))],
      record: recordOf('a', { model: artifact.hash }),
      cells: [{ key: keyOf('cell'), hash: artifact.hash }],
      files: [{ path: 'p', memory: { hash: artifact.hash, stamp: '1:2:3:4:5' } }],
      run: runOf('r', '2024-01-01T00:00:00Z'),
      steps: {
        run: 'r',
        study: 'mnist',
        entries: [{ step: 'svm', outcome: 'ran' as const, key: keyOf('a'), seconds: 1 }],
      },
    };
    await store().commit(change);
    await store().clear();
    expect(store().stats()).toMatchObject({ artifacts: 0, artifactBytes: 0, records: 0, cells: 0, runs: 0 });
    expect(store().readArtifact(artifact.hash)).toBeUndefined();
    expect(store().findRecord(keyOf('a'))).toBeUndefined();
    expect(store().findCell(keyOf('cell'))).toBeUndefined();
    expect(store().findFile('p')).toBeUndefined();
    expect(store().runs()).toEqual([]);
    await store().commit(change);
    expect(store().latestRecord('mnist', 'svm')?.key).toBe(keyOf('a'));
    expect(await store().verify()).toMatchObject({ damaged: [], broken: [] });
  });
}
