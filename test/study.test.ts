import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { decodeNpy } from '../cache/artifact/npy.js';
import { openChromium } from './browser/chromium.js';
import { expectFiguresOf, openResults } from './browser/report-figures.js';
import { outcomes, restudy } from './cli/restudy.js';

// The whole study on all 70,000 digits, through the command line, held against what scikit-learn gave
// (test/oracle/study.py). It takes a minute or two.

const folder = mkdtempSync(path.join(tmpdir(), 'restudy-study-'));
afterAll(() => rmSync(folder, { recursive: true }));
const cache = inject('wholeStudyCache');
let run: Awaited<ReturnType<typeof restudy>>;

beforeAll(async () => {
  run = await restudy(['run', '--json', '--cache', cache]);
}, 1_800_000);

/** A result as the command line gives it. */
async function get(what: string, format: 'npy' | 'json'): Promise<Buffer> {
  const file = path.join(folder, `${what}.${format}`);
  const { code, stderr } = await restudy(['get', what, '--format', format, '-o', file, '--cache', cache]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return readFileSync(file);
}

const fixture = (name: string) => readFileSync(new URL(`fixtures/study/${name}`, import.meta.url));

test('runs to the end, and a second run is all hits', async () => {
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const again = await restudy(['run', '--json', '--cache', cache]);
  expect(outcomes(again)).toEqual({ ran: [], other: [] });
});

describe.each([
  ['svm', 13_460, null],
  ['rf', 13_542, 'bd70f93bab0e853d38e588964c88ea90d7cbf6fd44c05e3c753f0ed4a2861269'],
  ['vote', 13_569, null],
  ['svm-tuned', 13_549, null],
  ['rf-tuned', 13_563, '400ba1536424d727e3c1a10f3f5468db5a3c0a0dd63c82443e593c3cc10e0270'],
  ['final-vote', 13_755, null],
])('%s', (model, correct, digest) => {
  test(`has ${correct} of 14,000 right`, () => {
    const line = run.lines.find((entry) => entry.type === 'model' && entry['model'] === model);
    expect(line).toMatchObject({ correct, total: 14_000, accuracy: correct / 14_000 });
  });

  test("predicts each digit as scikit-learn does, in NumPy's own bytes", async () => {
    expect(await get(`evaluate-${model}.predictions`, 'npy')).toEqual(fixture(`pred_${model}.npy`));
  });

  test(`gives scikit-learn's probabilities${digest ? ', bit for bit' : ' to 1e-12'}`, async () => {
    const { data, shape } = decodeNpy(await get(`evaluate-${model}.probabilities`, 'npy'));
    expect(shape).toEqual([14_000, 10]);
    if (digest) {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest);
    }
    const expected = Array.from(decodeNpy(fixture(`proba_${model}.npy`)).data);
    expect(expected).toHaveLength(2_000);
    const worst = expected.reduce((most, probability, index) => {
      const [row, column] = [Math.floor(index / 10) * 70, index % 10];
      return Math.max(most, Math.abs(probability - data[row * 10 + column]!));
    }, 0);
    expect(worst).toBeLessThan(1e-12);
  });
});

test.each([
  ['svm-grid', { C: 10 }, [0.18433333333333332, 0.8756666666666668, 0.9366666666666668, 0.945, 0.945]],
  ['rf-grid', { nEstimators: 300 }, [0.9395, 0.9464, 0.9459, 0.9471, 0.9479, 0.9484]],
])("%s finds scikit-learn's best params and scores", async (step, best, means) => {
  const result = JSON.parse((await get(`${step}.result`, 'json')).toString());
  expect(result.bestParams).toEqual(best);
  expect(result.candidates.map(({ mean }: { mean: number }) => mean)).toEqual(
    means.map((mean) => expect.closeTo(mean, 12)),
  );
});

test('the report says, number by number, what the artifacts do; in less than 3 MB', async () => {
  const file = path.join(folder, 'report.html');
  const written = await restudy(['report', '-o', file, '--cache', cache]);
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(file).byteLength).toBeLessThan(3_000_000);
  const browser = await openChromium();
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  const results = await openResults(cache);
  await expectFiguresOf(results, page);
  await results.close();
  await browser.close();
});
