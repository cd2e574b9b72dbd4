import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pixelsOf } from '../../../../estimators/check-data.js';
import { readArff } from '../../../../stages/data/formats/arff.js';
import { DataError } from '../../../../stages/data/table/data-error.js';
import { asArff, asSparseArff, firstDigits, pixels } from '../first-digits.js';
import { refusal } from '../refusal.js';

const columns = { target: 'class', ignored: [] };

function read(text: string, wanted = columns) {
  return readArff(Buffer.from(text), wanted, 'digits.arff');
}

const header = '@relation r\n@attribute a numeric\n@attribute class {0,1}\n@attribute b numeric\n@data\n';

test('dense rows give the digits that they were made of', async () => {
  const digits = await firstDigits();
  const { dataset, featureNames, classNames } = read(asArff(digits));
  expect(dataset.labels).toEqual(digits.labels);
  expect(dataset.images).toMatchObject({ rows: 50, columns: 784 });
  expect(Buffer.compare(pixelsOf(dataset.images).data, digits.images.data)).toBe(0);
  expect(featureNames).toEqual(pixels);
  expect(classNames).toBeUndefined();
});

test('sparse rows give the same', async () => {
  const digits = await firstDigits();
  expect(digits.labels).toContain(0);
  const { dataset } = read(asSparseArff(digits));
  expect(dataset.labels).toEqual(digits.labels);
  expect(Buffer.compare(pixelsOf(dataset.images).data, digits.images.data)).toBe(0);
});

test('comments, empty lines, quotes, spaces and any way to write a whole number are understood', () => {
  const text = `% c\n@RELATION 'a b'\n@attribute 'it\\'s' INTEGER\n@attribute "x y" real\n`;
  const { dataset, featureNames, classNames } = read(
    `${text}@attribute class { 'A, b', "it's" }\n@data\n\n% c\n 7 , 255.0,'A, b'\n1e1,0, "it's" \n`,
  );
  expect(featureNames).toEqual(["it's", 'x y']);
  expect([...dataset.images.data]).toEqual([7, 255, 10, 0]);
  expect(classNames).toEqual(['A, b', "it's"]);
  expect([...dataset.labels]).toEqual([0, 1]);
});

test('numbers that are no pixels make a matrix of doubles, of the samples before them too', () => {
  const { dataset } = read(`${header}7,1,255\n-0.5,0,1e-300\n{0 256}\n`);
  expect(dataset.images).toEqual({
    data: Float64Array.of(7, 255, -0.5, 1e-300, 256, 0),
    rows: 3,
    columns: 2,
  });
  expect([...dataset.labels]).toEqual([1, 0, 0]);
});

test('a column that is to be ignored is no feature, whatever it holds', () => {
  const { dataset, featureNames } = readArff(
    Buffer.from(`${header.replace('a numeric', 'a string')}'row, one',1,3\n'row, two',0,4\n`),
    { target: 'class', ignored: ['a'] },
    'f',
  );
  expect(featureNames).toEqual(['b']);
  expect([...dataset.images.data]).toEqual([3, 4]);
});

/** What a refusal of a cell ends with. */
const MISSING = ' Fill missing values in, or leave their samples out.';

test.each([
  ['1,1', 'digits.arff: expected in sample 1 3 values, found 2.'],
  ['1,1,1,1', 'digits.arff: expected in sample 1 3 values, found more.'],
  ['1,1,?', `digits.arff: expected a finite number in column "b" of sample 1, found "?".${MISSING}`],
  ['1,1,', `digits.arff: expected a finite number in column "b" of sample 1, found "".${MISSING}`],
  ['1,1,inf', `digits.arff: expected a finite number in column "b" of sample 1, found "inf".${MISSING}`],
  ['1,1,1e999', `digits.arff: expected a finite number in column "b" of sample 1, found "1e999".${MISSING}`],
  ['{0 0x1F}', `digits.arff: expected a finite number in column "a" of sample 1, found "0x1F".${MISSING}`],
  ['1,2,1', 'digits.arff: expected in sample 1 one of the values of "class", found "2".'],
  ['{0 1,0 2}', 'digits.arff: expected in sample 1 "index value" with rising indices up to 2, found "0 2".'],
  ['{3 1}', 'digits.arff: expected in sample 1 "index value" with rising indices up to 2, found "3 1".'],
  ['{0 1', 'digits.arff: expected in sample 1 a closing brace, found "{0 1".'],
  ['', 'digits.arff: expected at least one sample, found none.'],
])('the row %j is refused', async (row, message) => {
  expect(await refusal(() => read(header + row), DataError)).toBe(message);
});

test.each([
  ['', 'digits.arff: expected an ARFF file with @data and samples after it, found its end.'],
  ['<html>', 'digits.arff: expected an ARFF declaration in line 1, found "<html>".'],
  [
    '@attribute a date\n@data\n1',
    'digits.arff: expected a numeric, listed or string attribute in line 1, found "date".',
  ],
  [
    '@attribute a real\n@attribute a real\n@data\n1',
    'digits.arff: expected each column once, found "a" twice.',
  ],
  ['@attribute a real\n@data\n1', 'digits.arff: expected a column "class" of labels, found "a".'],
  ['@attribute class real\n@data\n1', 'digits.arff: expected columns of features, found none.'],
])('the file %j is refused', async (text, message) => {
  expect(await refusal(() => read(text), DataError)).toBe(message);
});

test('a file that is cut anywhere is refused, or has fewer whole rows', async () => {
  const text = `${header}12,1,13\n14,0,15\n16,1,17\n`;
  const whole = read(text);
  let fewer = 0;
  for (let end = 0; end < text.length; end++) {
    try {
      const { dataset } = read(text.slice(0, end));
      // A digit may be missing at the very end, which only a checksum can tell.
      const complete = dataset.images.rows * 2 - 1;
      expect(dataset.images.data.slice(0, complete)).toEqual(whole.dataset.images.data.slice(0, complete));
      fewer++;
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
    }
  }
  expect(fewer).toBeGreaterThan(0);
});

test('arbitrary damage gives a refusal of one line or a data set of bytes', async () => {
  const bytes = Buffer.from(`${header}12,1,13\n{0 1}\n`);
  await fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const damaged = Buffer.from(bytes);
      damaged[at] = byte;
      try {
        const { dataset } = readArff(damaged, columns, 'f');
        expect(dataset.images.data.length).toBe(dataset.images.rows * dataset.images.columns);
        expect(dataset.labels.length).toBe(dataset.images.rows);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
        expect((error as Error).message).not.toContain('\n');
      }
    }),
    { numRuns: 1_000 },
  );
});
