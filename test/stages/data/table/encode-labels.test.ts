import { expect, test } from 'vitest';
import { DataError } from '../../../../stages/data/table/data-error.js';
import { encodeLabelTexts } from '../../../../stages/data/table/encode-labels.js';
import { refusal } from '../refusal.js';

test('whole numbers stay as they are', () => {
  expect(encodeLabelTexts(['7', ' 0', '255', '3.0'], 'f')).toEqual({ labels: Uint8Array.of(7, 0, 255, 3) });
});

test('names are numbered in the order of their code points', () => {
  expect(encodeLabelTexts(['cat', 'Dog', '\u{1f600}', '\ufb00', 'cat'], 'f')).toEqual({
    labels: Uint8Array.of(1, 0, 3, 2, 1),
    classNames: ['Dog', 'cat', '\ufb00', '\u{1f600}'],
  });
});

test.each([
  [['1', '256'], 'f: expected a label from 0 to 255 for sample 2, found "256".'],
  [['-1'], 'f: expected a label from 0 to 255 for sample 1, found "-1".'],
  [['1', ' '], 'f: expected a label for sample 2, found none.'],
  [['1', 'cat'], 'f: expected labels that are all whole numbers or all names, found "1" and "cat".'],
  [Array.from({ length: 257 }, (_, i) => `n${i}`), 'f: expected at most 256 classes, found 257.'],
])('labels like %j are refused', async (texts, message) => {
  expect(await refusal(() => encodeLabelTexts(texts, 'f'), DataError)).toBe(message);
});
