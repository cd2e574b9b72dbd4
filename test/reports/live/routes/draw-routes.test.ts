import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servePage } from '../small-page.js';

let page: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  page = await servePage();
});
afterAll(() => page.close());

function draw(body: string, headers: Readonly<Record<string, string>> = {}) {
  const own = { origin: page.url.slice(0, -1), 'content-type': 'application/json' };
  return page.ask('POST', '/api/drawing', { ...own, ...headers }, body);
}

const dot = [[[140, 140, 13]]];
const many = (strokes: number, points: number) => Array(strokes).fill(Array(points).fill([1, 2, 3]));

describe('a drawing', () => {
  test('is answered with its image, also where the study has no models and no images', async () => {
    const { status, text } = await draw(JSON.stringify({ strokes: dot }));
    expect(status).toBe(200);
    const { image, models, nearest } = JSON.parse(text);
    const pixels = Buffer.from(image, 'base64');
    expect(pixels).toHaveLength(28 * 28);
    expect(pixels[14 * 28 + 14]).toBe(255);
    expect({ models, nearest }).toEqual({ models: [], nearest: [] });
  });

  test.each([
    ['no strokes', '{}', 'strokes: '],
    ['something that is not JSON', '{"strokes":', 'The body must be JSON'],
    ['a stroke without points', '{"strokes":[[]]}', 'strokes.0: '],
    ['a point of two numbers', '{"strokes":[[[1,2]]]}', 'strokes.0.0'],
    ['a point of text', '{"strokes":[[["1",2,3]]]}', 'strokes.0.0.0: '],
    ['a point at infinity', '{"strokes":[[[1e999,2,3]]]}', 'strokes.0.0.0: '],
    ['a point far from the pad', '{"strokes":[[[10000,2,3]]]}', 'strokes.0.0.0: '],
    ['a pen without width', '{"strokes":[[[1,2,0]]]}', 'strokes.0.0.2: '],
    ['a pen that is too wide', '{"strokes":[[[1,2,1000]]]}', 'strokes.0.0.2: '],
    ['more than it may have', '{"strokes":[],"model":"svm"}', 'The body: '],
    ['too many strokes', JSON.stringify({ strokes: many(201, 1) }), 'strokes: '],
    ['too many points in one stroke', JSON.stringify({ strokes: many(1, 4_001) }), 'strokes.0: '],
    ['too many points in all', JSON.stringify({ strokes: many(100, 41) }), 'at most 4000 points'],
  ])('with %s is refused in a line', async (_, body, message) => {
    const { status, text } = await draw(body);
    expect(status).toBe(400);
    const { error } = JSON.parse(text) as { error: string };
    expect(error).toContain(message);
    expect(error).not.toContain('\n');
  });

  test('of another page, or that is no JSON by its type, is refused', async () => {
    const body = JSON.stringify({ strokes: dot });
    expect((await draw(body, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await draw(body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await draw(body, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await page.ask('GET', '/api/drawing')).status).toBe(404);
  });

  // Last: the connection is closed then.
  test('that is too large is refused before it is read', async () => {
    const { status, text } = await draw(JSON.stringify({ strokes: dot, padding: 'x'.repeat(300_000) }));
    expect(status).toBe(413);
    expect(JSON.parse(text)).toEqual({ error: 'A drawing may have at most 262144 bytes.' });
  });
});
