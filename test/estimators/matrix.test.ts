import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Dataset, encodeLabels, head, take } from '../../estimators/matrix.js';

const dataset: Dataset = {
  images: { data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), rows: 4, columns: 2 },
  labels: Uint8Array.of(10, 20, 30, 40),
};

test('the head is a view of the first samples', () => {
  const { images, labels } = head(dataset, 3);
  expect([...images.data]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([images.rows, images.columns]).toEqual([3, 2]);
  expect([...labels]).toEqual([10, 20, 30]);
  expect(images.data.buffer).toBe(dataset.images.data.buffer);
  expect(labels.buffer).toBe(dataset.labels.buffer);
});

test('a head longer than the data is all of it', () => {
  expect(head(dataset, Number.POSITIVE_INFINITY)).toEqual(dataset);
});

test('samples are taken in the order asked for, as often as asked for, as a copy', () => {
  const taken = take(dataset, Uint32Array.of(3, 0, 3));
  expect(taken).toEqual({
    images: { data: Uint8Array.of(7, 8, 1, 2, 7, 8), rows: 3, columns: 2 },
    labels: Uint8Array.of(40, 10, 40),
  });
  expect(taken.images.data.buffer).not.toBe(dataset.images.data.buffer);
});

test('no samples can be taken', () => {
  expect(take(dataset, new Uint32Array())).toEqual({
    images: { data: new Uint8Array(), rows: 0, columns: 2 },
    labels: new Uint8Array(),
  });
});

test('classes ascend without gaps or repeats, and codes lead back to the labels', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (labels) => {
      const { classes, codes } = encodeLabels(labels);
      expect([...classes]).toEqual([...new Set(labels)].sort((a, b) => a - b));
      expect(codes.map((code) => classes[code]!)).toEqual(labels);
    }),
  );
});

test('all 256 labels may be classes', () => {
  const all = Uint8Array.from({ length: 256 }, (_, label) => 255 - label);
  const { classes, codes } = encodeLabels(all);
  expect(classes).toEqual(Uint8Array.from(all).reverse());
  expect(codes).toEqual(all);
});
