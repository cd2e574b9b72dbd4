import { describe, expect, it } from 'vitest';
import type { Bench } from '../../bench/bench.js';
import type { Measurement } from '../../bench/measurement.js';
import { sklearn } from '../../bench/peers/sklearn.js';
import { OURS, type Prepared, type Row, type Side } from '../../bench/row.js';
import { runRow } from '../../bench/run-row.js';

const bench: Bench = {
  quick: false,
  repeat: undefined,
  python: { missing: 'not in a test' },
  children: (name) => name,
  cores: 2,
  newFolder: () => '',
  tell: () => {},
  close: () => {},
};

function rowOf(prepared: Prepared, repeat = 3): Row {
  return { id: 'row', group: 'group', title: 'a row', repeat, prepare: async () => prepared };
}

/** A side that takes these seconds, one after the other, and notes its name whenever it is measured. */
function side(name: string, seconds: readonly number[], log: string[] = [], repeat?: number): Side {
  let next = 0;
  const measure = async (): Promise<Measurement> => {
    log.push(name);
    return { seconds: seconds[next++ % seconds.length]! };
  };
  return { name, measure, ...(repeat === undefined ? {} : { repeat }) };
}

describe('scikit-learn', () => {
  it('is a peer that is not there, where no Python has it', () => {
    expect(sklearn(bench, { task: 'svc-fit' })).toEqual({ name: 'scikit-learn', missing: 'not in a test' });
  });
});

describe('measuring a row', () => {
  it('takes the sides in turn, and each only as often as it is worth', async () => {
    const log: string[] = [];
    await runRow(rowOf({ sides: [side(OURS, [1], log), side('slow', [9], log, 1)] }), bench);
    expect(log).toEqual([OURS, 'slow', OURS, OURS]);
  });

  it('measures as often as the user says', async () => {
    const log: string[] = [];
    const row = rowOf({ sides: [side(OURS, [1], log), side('slow', [9], log, 1)] });
    await runRow(row, { ...bench, repeat: 2 });
    expect(log).toEqual([OURS, 'slow', OURS, 'slow']);
  });

  it('holds the ratio of the medians against the target', async () => {
    const sides = [side(OURS, [1, 2, 100]), side('peer', [20, 16, 1])];
    const { targets } = await runRow(
      rowOf({
        sides,
        targets: [
          { than: 'peer', times: 8 },
          { than: 'peer', times: 8.5 },
        ],
      }),
      bench,
    );
    expect(targets).toMatchObject([
      { value: 8, met: true },
      { value: 8, met: false },
    ]);
  });

  it('holds figures, also derived ones, against their limits', async () => {
    const { targets, figures } = await runRow(
      rowOf({
        sides: [side(OURS, [10]), side('start-up', [4])],
        derive: (summaries) => ({ net: summaries.get(OURS)!.seconds - summaries.get('start-up')!.seconds }),
        targets: [
          { figure: 'net', atMost: 6 },
          { figure: 'net', atMost: 5 },
        ],
      }),
      bench,
    );
    expect(figures).toEqual({ net: 6 });
    expect(targets.map(({ met }) => met)).toEqual([true, false]);
  });

  it('says that a peer is not there, and measures the others', async () => {
    const sides: Side[] = [side(OURS, [1]), { name: 'peer', missing: 'not installed' }];
    const result = await runRow(rowOf({ sides, targets: [{ than: 'peer', times: 2 }] }), bench);
    expect(result.failure).toBeUndefined();
    expect(result.sides[1]).toEqual({ name: 'peer', missing: 'not installed' });
    expect(result.targets).toMatchObject([{ value: null, met: null }]);
  });

  it('drops a peer that fails, and measures the others', async () => {
    const log: string[] = [];
    const broken: Side = { name: 'peer', measure: () => Promise.reject(new Error('no memory')) };
    const result = await runRow(rowOf({ sides: [side(OURS, [1], log), broken] }), bench);
    expect(result.failure).toBeUndefined();
    expect(result.sides[1]).toEqual({ name: 'peer', missing: 'it failed: no memory' });
    expect(log).toEqual([OURS, OURS, OURS]);
  });

  it('makes a failure of ours part of the result', async () => {
    const broken: Side = { name: OURS, measure: () => Promise.reject(new Error('it broke')) };
    expect(await runRow(rowOf({ sides: [broken] }), bench)).toMatchObject({ failure: 'it broke', sides: [] });
  });

  it('judges nothing by quick sizes', async () => {
    const row = rowOf({ sides: [side(OURS, [1])], targets: [{ figure: 'net', atMost: 5 }] });
    expect((await runRow(row, { ...bench, quick: true })).targets).toEqual([]);
  });
});
