import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PixelDataset, take } from '../../estimators/matrix.js';
import { allDigits } from '../estimators/svm/datasets.js';
import { type Finished, outcomes, restudy, stepLine, temporaryFolder } from './restudy.js';

// 300 real digits, as a CSV file and as a folder of PNGs, through the command line.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const common = ['run', 'evaluate-rf', 'explore', '--json', '--cache', path.join(folder, 'cache')];
const run = (settings: Readonly<Record<string, unknown>>) =>
  restudy([
    ...common,
    ...Object.entries({ 'rf.nEstimators': 8, ...settings }).flatMap(([param, value]) => [
      '--set',
      `${param}=${value}`,
    ]),
  ]);
let csv: Finished;
let png: Finished;

beforeAll(async () => {
  const digits = firstDigitsByClass(300);
  writeFileSync(path.join(folder, 'digits.csv'), csvOf(digits));
  writePngs(digits, path.join(folder, 'digits'));
  csv = await run({
    'digits.source': 'csv',
    'digits.path': path.join(folder, 'digits.csv'),
    'digits.targetColumn': 'digit',
  });
  png = await run({ 'digits.source': 'png', 'digits.path': path.join(folder, 'digits') });
});

test('digits of a CSV file are fetched, split, learnt and predicted', () => {
  expect(csv).toMatchObject({ code: 0, stderr: '' });
  expect(outcomes(csv)).toEqual({ ran: ['digits', 'evaluate-rf', 'explore', 'rf', 'split'], other: [] });
  const model = csv.lines.find(({ type }) => type === 'model');
  expect(model).toMatchObject({ model: 'rf', total: 60, seedAccuracy: null });
  expect(model!['correct']).toBeGreaterThan(30);
});

test('the same digits as PNGs are the same data set: what comes after, but for its description, is hits', () => {
  expect(png).toMatchObject({ code: 0, stderr: '' });
  expect(outcomes(png)).toEqual({ ran: ['digits', 'explore'], other: [] });
  const dataset = (finished: Finished) =>
    (stepLine(finished, 'digits')!['outputs'] as { readonly dataset: string }).dataset;
  expect(dataset(png)).toBe(dataset(csv));
});

/** The first digits of MNIST, class by class: the order in which folders by class are read. */
function firstDigitsByClass(count: number): PixelDataset {
  const digits = allDigits();
  const order = Array.from({ length: count }, (_, row) => row);
  return take(digits, Uint32Array.from(order.sort((a, b) => digits.labels[a]! - digits.labels[b]! || a - b)));
}

function csvOf({ images, labels }: PixelDataset): string {
  const names = Array.from({ length: images.columns }, (_, column) => `pixel${column + 1}`);
  const lines = Array.from(labels, (label, row) => [label, ...pixelsOf(images, row)].join(','));
  return `${[['digit', ...names].join(','), ...lines].join('\n')}\n`;
}

function writePngs({ images, labels }: PixelDataset, to: string): void {
  for (const [row, label] of labels.entries()) {
    const classFolder = path.join(to, String(label));
    mkdirSync(classFolder, { recursive: true });
    const data = pixelsOf(images, row);
    const png = encode({ width: 28, height: 28, data, channels: 1, depth: 8 });
    writeFileSync(path.join(classFolder, `${String(row).padStart(3, '0')}.png`), png);
  }
}

function pixelsOf({ data, columns }: PixelDataset['images'], row: number): Uint8Array {
  return data.subarray(row * columns, (row + 1) * columns);
}
