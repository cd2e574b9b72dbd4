import { describe, expect, test } from 'vitest';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { planSteps, planTotal } from '../../../pipeline/plan/plan.js';
import { configure } from '../../../pipeline/study/configure.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { reasonTexts } from '../../../reports/words/words.js';
import { FakeFingerprints, parity, runStudy, set, smallStudy, source, total } from '../small-study.js';

/** A store in which every source kept beside a result reads as these bytes. */
function withSources(store: Store, bytes: Uint8Array | undefined): Store {
  const sources = new Set<string>(store.records().flatMap(({ sources }) => Object.values(sources ?? {})));
  expect(sources.size).toBeGreaterThan(0);
  return new Proxy(store, {
    get(target, name) {
      if (name === 'readArtifact')
        return (hash: never) => (sources.has(hash) ? bytes : target.readArtifact(hash));
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

describe('kept sources that are lost or damaged', () => {
  test.each([
    ['lost', undefined],
    ['no artifact', Buffer.from('rubbish')],
  ])('%s: the run goes on, and the reason names the code', async (_, bytes) => {
    const store = memoryStore();
    await runStudy(smallStudy, store);
    const fingerprints = new FakeFingerprints();
    fingerprints.code.set('test:parity', 'edited');
    const { outcomes, states } = await runStudy(smallStudy, withSources(store, bytes), { fingerprints });
    expect(outcomes).toEqual({ source: 'hit', parity: 'ran', total: 'hit' });
    expect(states.get('parity')).toMatchObject({
      reasons: [{ kind: 'code', name: 'parity', change: 'edited' }],
    });
  });
});

test('pieces of code in which the same files changed share a text', () => {
  const files = [
    {
      file: 'a.ts',
      change: 'edited' as const,
      symbols: [
        { name: 'f', change: 'edited' as const },
        { name: 'g', change: 'added' as const },
      ],
    },
    { file: 'b.ts', change: 'removed' as const, symbols: [] },
  ];
  const code = (name: string) => ({
    kind: 'code' as const,
    name,
    place: 'stage',
    change: 'edited' as const,
    files,
  });
  expect(reasonTexts([code('svc'), { kind: 'forced' }, code('vote')])).toEqual([
    'code of svc, vote: a.ts (f edited; g added), b.ts removed',
    'forced',
  ]);
});

describe('a plan', () => {
  const plan = (
    store: Store,
    study = smallStudy,
    settings = [] as ReturnType<typeof set>[],
    fingerprints = new FakeFingerprints(),
  ) => {
    const session = { study: study.name, store, fingerprints, resources: {} as never, threads: 1 };
    return planSteps(configure(study, settings), session);
  };

  test('lets a step with new params be cut off where an older result could fit, and only there', async () => {
    const store = memoryStore();
    await runStudy(smallStudy, store, { set: [set('total', 'times', 2)] });
    await runStudy(smallStudy, store);
    const other = set('source', 'values', [5, 6, 7]);
    const actions = async (times: number) =>
      (await plan(store, smallStudy, [other, set('total', 'times', times)])).map(({ action }) => action);
    expect(await actions(2)).toEqual(['run', 'may-run', 'may-run']);
    expect(await actions(3)).toEqual(['run', 'may-run', 'run']);
  });

  test('lets a step be cut off only where an older result fits the inputs that are known', async () => {
    const store = memoryStore();
    const other = set('source', 'values', [5, 6, 7]);
    await runStudy(smallStudy, store);
    await runStudy({ ...smallStudy, steps: smallStudy.steps.slice(0, 1) }, store, { set: [other] });
    const edited = new FakeFingerprints();
    edited.code.set('test:parity', 'edited');
    const actions = async (settings: ReturnType<typeof set>[]) =>
      (await plan(store, smallStudy, settings, edited)).map(({ action }) => action);
    expect(await actions([])).toEqual(['hit', 'run', 'may-run']);
    expect(await actions([other])).toEqual(['hit', 'run', 'run']);
  });

  test('plans two steps that make the same result as one', async () => {
    const study = defineStudy('twins', (step) => {
      const first = step('source', source, {});
      step('odd', parity, { inputs: first });
      step('odd-again', parity, { inputs: first });
    });
    const planned = await plan(memoryStore(), study);
    expect(planned.at(-1)).toMatchObject({ action: 'shared', with: 'odd' });
    expect(planTotal(planned)).toEqual({
      hit: 1,
      run: 2,
      mayRun: 0,
      seconds: 0,
      atMostSeconds: 0,
      unknown: ['source', 'odd'],
    });
  });

  test('names an input that is wired anew and not known yet', async () => {
    const store = memoryStore();
    const study = (offset: boolean) =>
      defineStudy('offset', (step) => {
        const first = step('source', source, {});
        const odd = step('parity', parity, { inputs: first });
        step('total', total, {
          inputs: { parts: { all: first.numbers }, ...(offset ? { offset: odd.numbers } : {}) },
        });
      });
    await runStudy(study(false), store);
    await store.forgetRecord(store.latestRecord('offset', 'parity')!.key);
    const planned = await plan(store, study(true));
    expect(planned.map(({ action }) => action)).toEqual(['hit', 'run', 'run']);
    expect(planned[1]).toMatchObject({ reasons: [{ kind: 'result-lost' }] });
    expect(planned[2]).toMatchObject({
      reasons: [
        {
          kind: 'input',
          name: 'offset',
          before: null,
          now: 'open',
          from: { step: 'parity', output: 'numbers' },
        },
      ],
    });
  });
});
