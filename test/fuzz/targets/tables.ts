import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { readArff } from '../../../stages/data/formats/arff.js';
import { readCsv } from '../../../stages/data/formats/csv.js';
import { readParquet } from '../../../stages/data/formats/parquet.js';
import { DataError } from '../../../stages/data/table/data-error.js';
import type { ReadTable } from '../../../stages/data/table/table.js';
import { bytesOf, must, type OpenTarget } from '../target.js';

const columns = { target: 'class', ignored: ['row'] };
const { signal } = new AbortController();
const isRefusal = (error: unknown) => error instanceof DataError;

function check({ dataset: { images, labels }, featureNames }: ReadTable): void {
  must(
    images.data instanceof Uint8Array || images.data.every(Number.isFinite),
    'it has a number that is not finite',
  );
  must(images.data.length === images.rows * images.columns, 'its size is not its shape');
  must(labels.length === images.rows, 'it has not a label a sample');
  must(featureNames.length === images.columns, 'it has not a name a feature');
}

/** ARFF files, dense and sparse. */
export const arff: OpenTarget = () => ({
  corpus: [
    '@relation r\n@attribute a numeric\n@attribute class {0,1}\n@attribute b numeric\n@data\n1,0,2\n3,1,4\n',
    "% c\n@RELATION 'a b'\n@attribute 'it\\'s' INTEGER\n@attribute class {'A, b',\"c\"}\n@data\n7,'A, b'\n1e1,c\n",
    '@relation r\r\n@attribute a real\r\n@attribute class string\r\n@data\r\n{0 1,1 x}\r\n{}\r\n',
    '@relation r\n@attribute a real\n@attribute b real\n@attribute class {0,1}\n@data\n3,-0.5,0\n1e-300,.25,1\n{0 1e300}\n',
  ].map(bytesOf),
  words: ['@attribute ', '@data\n', '@relation ', '{0 1}', '{1073741823 1}', "'", '\\', '{'],
  isRefusal,
  parse: (input) => check(readArff(input, columns, 'file')),
});

/** CSV files, plain and gzipped. */
export const csv: OpenTarget = (folder) => {
  const file = path.join(folder, 'input.csv');
  const texts = [
    'a,b,class\n1,2,0\n3,4,1\n',
    '\u{feff}row,"a","class"\r\n1,255,"x, y"\r\n2,0,"say ""no"""\r\n',
    'class,a\n0,1\n\n1,2',
    'class,a,b\n0,7,-0.125\n1,1e300,4.9e-324\n',
  ];
  return {
    corpus: [
      ...texts.map(bytesOf),
      ...texts.map((text) => gzipSync(text)),
      gzipSync(new Uint8Array(2 ** 16)),
    ],
    words: ['"', '""', ',,,,', '\r', 'class'],
    repair: (bytes) => gzipSync(bytes, { level: 1 }),
    isRefusal,
    async parse(input) {
      writeFileSync(file, input);
      check(await readCsv(file, columns, signal));
    },
  };
};

type Column = Parameters<typeof parquetWriteBuffer>[0]['columnData'][number];

function asParquet(columnData: Column[], codec: 'SNAPPY' | 'UNCOMPRESSED'): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 20, codec }));
}

/** Parquet files, packed and not, with dictionaries and without. */
export const parquet: OpenTarget = () => {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const numbers: Column[] = [
    { name: 'a', type: 'INT32', data: rows },
    { name: 'b', type: 'DOUBLE', data: rows.map((row) => (row === 3 ? 0 : 1)) },
    { name: 'class', type: 'STRING', data: rows.map((row) => `label ${row % 3}`) },
  ];
  const others: Column[] = [
    { name: 'c', type: 'BOOLEAN', data: rows.map((row) => row % 2 === 0) },
    { name: 'd', type: 'INT64', data: rows.map((row) => BigInt(row % 2)) },
    { name: 'e', type: 'FLOAT', data: rows.map((row) => row / 8 - 1) },
    { name: 'class', type: 'INT32', data: rows.map((row) => row % 2) },
  ];
  return {
    corpus: [numbers, others].flatMap((table) => [
      asParquet(table, 'SNAPPY'),
      asParquet(table, 'UNCOMPRESSED'),
    ]),
    words: ['PAR1', '\x15\xfe\xff\xff\xff\x0f', '\x19\xfc\xff\xff\xff\x07', '\xfe\xff\xff\xff\x0f'],
    isRefusal,
    parse: async (input) => check(await readParquet(Uint8Array.from(input), columns, 'file', signal)),
  };
};
