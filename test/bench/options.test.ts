import { describe, expect, it } from 'vitest';
import { readOptions } from '../../bench/options.js';
import { rows, selectRows } from '../../bench/rows.js';

const now = new Date('2026-03-04T05:06:07.890Z');

describe('the options', () => {
  it('are all rows, each as often as it says, into a file of the date', () => {
    const json = 'bench/results/2026-03-04T05-06-07.json';
    expect(readOptions([], now)).toEqual({ only: [], repeat: undefined, quick: false, json, docs: false });
  });

  it('take names apart', () => {
    expect(readOptions(['--only', 'a,b', '--only', 'c'], now)).toMatchObject({ only: ['a', 'b', 'c'] });
  });

  it.each(['0', '1.5', 'often'])('refuse to repeat %s times', (times) => {
    expect(() => readOptions(['--repeat', times], now)).toThrow(
      `--repeat must be a whole number of at least 1; got "${times}"`,
    );
  });

  it('keep quick figures out of the documentation', () => {
    expect(() => readOptions(['--quick', '--docs'], now)).toThrow('--docs');
  });
});

describe('the rows', () => {
  it('have ids of their own, which are no groups', () => {
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(20);
    for (const { id, group } of rows) expect(rows.some((row) => row.group === id)).toBe(id === group);
  });

  it('are chosen by id or group; the longest only by name', () => {
    const ids = (...names: string[]) => selectRows(rows, names).map(({ id }) => id);
    expect(ids('svc-fit')).toEqual(['svc-fit']);
    expect(ids('graph-10000')).toEqual(['graph-10000-cold', 'graph-10000-no-op', 'graph-10000-change']);
    expect(ids()).toContain('study-cold');
    expect(ids()).not.toContain('graph-100000-cold');
    expect(ids('graph-100000-cold')).toEqual(['graph-100000-cold']);
  });

  it('refuse a name that is none, and list what there is', () => {
    expect(() => selectRows(rows, ['svc-fitt'])).toThrow(/no row or group "svc-fitt".*svc-fit-proba/s);
  });
});
