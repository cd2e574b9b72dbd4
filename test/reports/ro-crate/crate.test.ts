import { beforeEach, expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import { sha256 } from '../../../cache/hash.js';
import type { StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { executedSteps } from '../../../reports/ro-crate/run-content.js';
import { FakeFingerprints, runStudy, set, smallStudy } from '../../pipeline/small-study.js';
import { brokenRules } from './ro-crate-rules.js';
import { smallCrate, textOf, wiring } from './small-crate.js';

let store: Store;
beforeEach(async () => {
  store = memoryStore();
  await runStudy(smallStudy, store);
});

const record = (step: string) => store.latestRecord('small', step)!;

test('the crate keeps all rules of its profiles', async () => {
  expect(brokenRules((await smallCrate(store)).view)).toEqual({});
  expect(brokenRules((await smallCrate(store, { withData: true })).view)).toEqual({});
});

test('the same run gives the same bytes', async () => {
  const contents = async () => (await smallCrate(store)).files.map(({ path, content }) => [path, content()]);
  expect(await contents()).toEqual(await contents());
});

test('an artifact is a file with the very bytes that its hash is of', async () => {
  const { view, files } = await smallCrate(store);
  const hash = record('total').outputs['numbers']!;
  const entity = view.find('artifacts/total.numbers.artifact');
  const content = files.find(({ path }) => path === 'artifacts/total.numbers.artifact')!.content();
  expect(sha256(content)).toBe(hash);
  expect(entity).toMatchObject({ sha256: hash, contentSize: String(content.byteLength) });
});

/** Lets the run have come to another result of a step. */
async function runAgain(changed: StepRecord, artifacts: readonly Uint8Array[]): Promise<void> {
  const { step, key, outputs } = changed;
  const [run] = store.runs();
  await store.commit({
    artifacts: artifacts.map((bytes) => ({ hash: sha256(bytes), bytes })),
    record: changed,
    steps: { run: run!.id, study: 'small', entries: [{ step, outcome: 'ran', key, outputs, seconds: 1 }] },
  });
}

test('a large artifact is named by its hash, and copied with all data only', async () => {
  const bytes = encodeArtifact(new Uint8Array(3 * 2 ** 20));
  const hash = sha256(bytes);
  const changed = { ...record('total'), outputs: { numbers: hash } };
  await runAgain(changed, [bytes]);
  const uri = `ni:///sha-256;${Buffer.from(hash, 'hex').toString('base64url')}`;

  const small = await smallCrate(store);
  expect(small.view.find(uri)).toMatchObject({ '@type': 'File', name: 'total.numbers', sha256: hash });
  expect(small.files.map(({ path }) => path)).not.toContain('artifacts/total.numbers.artifact');
  expect(brokenRules(small.view)).toEqual({});

  const whole = await smallCrate(store, { withData: true });
  expect(whole.view.find(uri)).toBeUndefined();
  expect(whole.view.find('artifacts/total.numbers.artifact')).toMatchObject({ sha256: hash });
});

test('what an artifact refers to is copied with it', async () => {
  const part = encodeArtifact([7, 8, 9]);
  const inside = JSON.parse('[7,8,9]');
  const whole = encodeArtifact({ inside }, (object) => (object === inside ? sha256(part) : undefined));
  const changed = { ...record('total'), outputs: { numbers: sha256(whole) } };
  await runAgain(changed, [part, whole]);
  const { view, files } = await smallCrate(store);
  const path = `artifacts/parts/${sha256(part)}.artifact`;
  expect(view.ids(view.find('artifacts/total.numbers.artifact'), 'hasPart')).toEqual([path]);
  expect(files.find((file) => file.path === path)!.content()).toEqual(part);
  expect(brokenRules(view)).toEqual({});
});

test('an input that nothing gives any more is still told by its hash', async () => {
  const bytes = encodeArtifact([0]);
  const changed = { ...record('parity'), outputs: { numbers: sha256(bytes) } };
  await runAgain(changed, [bytes]);
  const { view } = await smallCrate(store);
  const taken = view.targets(view.find(`#execution/${record('total').key}`), 'object');
  expect(taken).toContainEqual(
    expect.objectContaining({
      name: 'total.parts.odd',
      sha256: record('total').parts.inputs['parts.odd'],
    }),
  );
  expect(brokenRules(view)).toEqual({});
});

test('a step that was a hit has the times of the execution that made its result; the run has its own', async () => {
  await runStudy(smallStudy, store);
  const { view } = await smallCrate(store);
  const { startedAt, seconds } = record('total').circumstances;
  expect(view.find(`#execution/${record('total').key}`)).toMatchObject({
    startTime: startedAt,
    endTime: new Date(Date.parse(startedAt) + seconds * 1000).toISOString(),
  });
  const [newest] = store.runs();
  expect(newest!.steps.map(({ outcome }) => outcome)).toEqual(['hit', 'hit', 'hit']);
  expect(view.find(`#run/${newest!.id}`)).toMatchObject({
    startTime: newest!.startedAt,
    endTime: newest!.endedAt,
  });
});

test('an execution tells what it ran on and what it took', async () => {
  const { view } = await smallCrate(store);
  const execution = view.find(`#execution/${record('total').key}`);
  const told = (property: string) =>
    Object.fromEntries(view.targets(execution, property).map(({ name, value }) => [name, value]));
  const { node, v8, platform, cpu, threads, seconds, peakMemoryBytes } = record('total').circumstances;
  expect(told('environment')).toMatchObject({ node, v8, platform, cpu, threads });
  expect(told('resourceUsage')).toEqual({ realTime: seconds, peakRSS: peakMemoryBytes });
});

test('a blessed result is told as one', async () => {
  const old = record('total');
  const blessed = { from: old.key, at: '2026-11-22T18:45:07.000Z' };
  await store.commit({ record: { ...old, blessed } });
  const { view } = await smallCrate(store);
  expect(view.find(`#execution/${old.key}`)?.['description']).toContain(
    `The code was declared, at ${blessed.at}, to give the result that was executed under the key ${blessed.from}; it did not run itself.`,
  );
});

test('params of every kind are values that JSON-LD has, and as they were in a file that --params takes', async () => {
  await runStudy(smallStudy, store, { set: [set('total', 'times', 2)] });
  const { view, files } = await smallCrate(store);
  expect(view.find('#value/source.values')).toMatchObject({ name: 'source.values', value: '[1,2,3]' });
  expect(view.find('#value/total.times')).toMatchObject({ value: 2 });
  expect(JSON.parse(textOf(files, 'params.json'))).toEqual({
    source: { values: [1, 2, 3] },
    parity: {},
    total: { times: 2 },
  });
});

test('the workflow describes each step and where its inputs come from', async () => {
  const { files, view } = await smallCrate(store);
  expect(JSON.parse(textOf(files, 'workflow.json'))).toMatchObject({
    study: 'small',
    steps: [
      { step: 'source', stage: 'source', inputs: {} },
      { step: 'parity', inputs: { numbers: 'source.numbers' } },
      { step: 'total', inputs: { 'parts.all': 'source.numbers', 'parts.odd': 'parity.numbers' } },
    ],
  });
  expect(view.find('#connection/parity.numbers%20-%3E%20total.parts.odd')).toMatchObject({
    sourceParameter: { '@id': '#tool/parity/output/numbers' },
    targetParameter: { '@id': '#tool/total/input/parts.odd' },
  });
});

test('of two outputs with the same bytes, the one that is wired is the source', async () => {
  // Odd numbers are their own parities.
  await runStudy(smallStudy, store, { set: [set('source', 'values', [1, 1, 1])] });
  const { steps } = await smallCrate(store);
  expect(steps.find(({ id }) => id === 'total')?.wires).toEqual({
    'parts.all': { step: 'source', output: 'numbers' },
    'parts.odd': { step: 'parity', output: 'numbers' },
  });
});

test('kept sources are files; code of which none are kept is named by its hash', async () => {
  const fingerprints = new FakeFingerprints();
  const stage = { name: 'total', module: 'test:total' };
  const { hash } = (await fingerprints.of({ id: 'total', stage, uses: {} }))['stage']!;
  const symbols = [
    { name: 'A', text: 'const A = 1;' },
    { name: 'run', text: 'function run() {}' },
  ];
  const text = encodeArtifact({ files: [{ path: 'stages/total.ts', symbols }], kernels: {} });
  const kept = { ...record('total'), sources: { stage: sha256(text) } };
  const { sources: _, ...bare } = record('parity');
  await store.commit({ artifacts: [{ hash: sha256(text), bytes: text }], record: kept });
  await store.commit({ record: bare });
  const { view, files } = await smallCrate(store);
  const source = '// stages/total.ts\nconst A = 1;\nfunction run() {}\n';
  expect(textOf(files, 'code/total.js')).toBe(source);
  expect(view.find('code/total.js')).toMatchObject({
    '@type': ['File', 'SoftwareSourceCode'],
    version: hash,
    sha256: sha256(Buffer.from(source)),
  });
  expect(view.find('#code/parity')).toMatchObject({ '@type': 'SoftwareSourceCode' });
  expect(brokenRules(view)).toEqual({});
});

test('the preview holds the metadata, escaped, and a line for each step', async () => {
  const { files, metadata } = await smallCrate(store);
  const page = textOf(files, 'ro-crate-preview.html');
  const [, script = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page) ?? [];
  expect(JSON.parse(script)).toEqual(metadata);
  for (const step of ['source', 'parity', 'total']) expect(page).toContain(`<tr><td>${step}</td>`);
  expect(page).toContain('<td>{&quot;values&quot;:[1,2,3]}</td>');
});

test('a run of which a result is gone cannot be exported', async () => {
  await store.forgetRecord(record('parity').key);
  const [run] = store.runs();
  expect(() => executedSteps(run!, store, wiring)).toThrow(
    /The result of step "parity" of run \S+ is not kept any more\. restudy run makes/,
  );
});
