import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outputContent } from '../../../../reports/live/content/output-content.js';
import type { PlanContent, RunsContent, StepContent } from '../../../../reports/live/wire.js';
import { servePage } from '../small-page.js';

let page: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  page = await servePage();
  await page.run({});
});
afterAll(() => page.close());

async function get<Content>(place: string): Promise<Content> {
  const { status, text } = await page.ask('GET', place);
  expect(status, text).toBe(200);
  return JSON.parse(text) as Content;
}

async function plan(overrides: object): Promise<PlanContent> {
  const headers = { origin: page.url.slice(0, -1), 'content-type': 'application/json' };
  const { text } = await page.ask('POST', '/api/plan', headers, JSON.stringify({ overrides }));
  return JSON.parse(text) as PlanContent;
}

describe('the page can ask', () => {
  test('what a run would do, with params changed and without', async () => {
    expect(await plan({})).toMatchObject({
      steps: [{ action: 'hit' }, { action: 'hit' }, { action: 'hit' }],
      total: '3 hits; 0 will run.',
    });
    expect(await plan({ total: { times: 2 } })).toMatchObject({
      steps: [
        { action: 'hit' },
        { action: 'hit' },
        { step: 'total', action: 'run', reasons: ['times 1 -> 2'] },
      ],
    });
  });

  test('for the record of a step, back to where it came from', async () => {
    const { record } = await get<StepContent>('/api/steps/total');
    expect(record).toMatchObject({
      params: { times: 1 },
      outputs: [{ name: 'numbers', type: 'numbers', hasContent: false }],
      inputs: [{ name: 'parts.all' }, { name: 'parts.odd' }],
      usedBy: [],
    });
    expect(record?.madeFrom.map(({ step }) => step).sort()).toEqual(['parity', 'source']);
    expect((await page.ask('GET', '/api/steps/nothing')).status).toBe(404);
    expect(await get<StepContent>(`/api/steps/total?key=${'0'.repeat(64)}`)).toMatchObject({ record: null });
  });

  test('for the runs, and what differs between two of them', async () => {
    await page.run({});
    const { runs, total } = await get<RunsContent>('/api/runs');
    expect(total).toBe(2);
    const [latest, previous] = runs;
    expect(latest).toMatchObject({ outcome: 'done', counts: { hit: 3, ran: 0 } });
    expect(previous).toMatchObject({ outcome: 'done', counts: { hit: 0, ran: 3 } });
    const diff = await get(`/api/diff?before=${previous?.id}&now=${latest?.id}`);
    expect(diff).toMatchObject({
      rows: [
        { step: 'source', before: { outcome: 'ran' }, now: { outcome: 'hit' }, same: true, changes: [] },
        {},
        {},
      ],
    });
    expect((await page.ask('GET', '/api/diff?before=x&now=y')).status).toBe(422);
  });
});

describe('what is to be seen of an artifact', () => {
  const images = { data: new Uint8Array(2 * 784).fill(7), rows: 2, columns: 784 };

  test('is images and classes of a data set', () => {
    const content = outputContent('dataset', { images, labels: new Uint8Array([5, 5]) });
    expect(content).toMatchObject({ kind: 'images', side: 28, classes: [[5, 2]] });
    expect(content?.kind === 'images' && content.images.map(({ label }) => label)).toEqual([5, 5]);
  });

  test('is nothing where the value is of another type, or damaged', () => {
    expect(outputContent('scores', { accuracy: 'all of them' })).toBeUndefined();
    expect(outputContent('dataset', null)).toBeUndefined();
    expect(outputContent('constructor', {})).toBeUndefined();
    expect(outputContent('model', { kind: 'svc' })).toBeUndefined();
  });

  test('has no images where pixels make no square', () => {
    const odd = { data: new Uint8Array(30), rows: 2, columns: 15 };
    const content = outputContent('dataset', { images: odd, labels: new Uint8Array([1, 2]) });
    expect(content).toMatchObject({ kind: 'images', images: [] });
  });
});
