import { isDeepStrictEqual } from 'node:util';
import { CodecError, decodeArtifact, encodeArtifact, referencesOf } from '../../../cache/artifact/codec.js';
import { decodeNpy, encodeNpy, NpyError } from '../../../cache/artifact/npy.js';
import { type Hash, sha256 } from '../../../cache/hash.js';
import { verifyChain, withLink } from '../../../cache/tables/chain.js';
import { ENTRY_TABLES, entryWrite, nameOf, parseEntry } from '../../../cache/tables/entries.js';
import { writeEntry } from '../../../cache/tables/entry.js';
import { MemoryTables } from '../../../cache/tables/memory-store.js';
import { TableStore } from '../../../cache/tables/table-store.js';
import { artifactOf, keyOf, recordOf, runOf } from '../../cache/samples.js';
import { bytesOf, must, type OpenTarget, textOf } from '../target.js';

/** .npy files: read, and what could be read is written and read again. */
export const npy: OpenTarget = () => ({
  corpus: [
    encodeNpy(Float64Array.of(1, 2, Number.NaN, -0, 5, 6), [2, 3]),
    encodeNpy(Uint8Array.of(1, 2, 3), [3]),
    encodeNpy(Int16Array.of(7), []),
    encodeNpy(new Float32Array(0), [0, 4]),
  ],
  words: [
    "'descr': '<f8'",
    "'|u1'",
    "'|O'",
    "'fortran_order': True",
    '(2147483648, 2147483648, 0)',
    ', }',
    '\x93NUMPY',
  ],
  isRefusal: (error) => error instanceof NpyError,
  parse(input) {
    const read = decodeNpy(input);
    const again = decodeNpy(encodeNpy(read.data, read.shape));
    must(isDeepStrictEqual(again, read), 'it does not come back the same when it is written');
  },
});

/** Artifacts: decoded, and what could be decoded is encoded and decoded again. */
export const codec: OpenTarget = () => {
  const shared = { tree: Uint8Array.of(1, 2, 3) };
  const reference = sha256(bytesOf('shared'));
  const values = [
    { a: 1, b: [true, null, 'text', -0, Number.NaN], $c: { $$: Float64Array.of(1, 2) } },
    { trees: [shared, shared], weights: Int32Array.of(-1, 5), images: new Uint8Array(300) },
    'just a text',
  ];
  return {
    corpus: values.map((value) => encodeArtifact(value, (part) => (part === shared ? reference : undefined))),
    words: [
      '{"$array":0}',
      '{"$ref":0}',
      '{"$number":"NaN"}',
      '"dtype":"f64"',
      '"length":9007199254740991',
      '__proto__',
    ],
    isRefusal: (error) => error instanceof CodecError,
    parse(input) {
      const loaded = new Map<Hash, object>();
      const load = (hash: Hash) => {
        if (!loaded.has(hash)) loaded.set(hash, { loaded: hash });
        return loaded.get(hash);
      };
      const value = decodeArtifact(input, load);
      referencesOf(input);
      const names = new Map([...loaded].map(([hash, object]) => [object, hash]));
      const again = decodeArtifact(
        encodeArtifact(value, (part) => names.get(part)),
        load,
      );
      must(isDeepStrictEqual(again, value), 'it does not come back the same when it is encoded');
      must(Object.getPrototypeOf({}) === Object.prototype && !('loaded' in {}), 'it changed all objects');
    },
  };
};

const artifact = artifactOf('model');
const run = runOf('20240101-000000-abcd', '2024-01-01T00:00:00Z');
const record = recordOf('a', { model: artifact.hash });
const steps = [
  { step: 'svm', outcome: 'ran' as const, key: record.key, outputs: record.outputs, seconds: 1 },
];

const SAMPLES = {
  records: record,
  latest: { key: record.key },
  cells: { hash: artifact.hash, usedBy: { step: record.key, atMs: 1 } },
  files: { path: 'p', memory: { hash: artifact.hash, stamp: '1:2:3:4:5' } },
  runs: run,
  'run-steps': { run: run.id, steps },
  tags: { name: 'paper', run: run.id, at: run.startedAt },
} as const;

/**
 * Entries of each table of a store, and links of its history: whatever stands there, a store does its work. What it
 * gives fits its type, or is taken as not there.
 */
export const entries: OpenTarget = () => {
  const kinds = [...ENTRY_TABLES, 'chain'] as const;
  const corpus = kinds.map((table, index) => {
    const json = table === 'chain' ? linkText() : JSON.stringify(SAMPLES[table]);
    return bytesOf(`${String.fromCharCode(97 + index)}${json}`);
  });
  return {
    corpus,
    words: [
      '"',
      '":',
      ',"',
      '[]',
      '{}',
      '2024-01-01T00:00:00Z',
      '9999-99-99T99:99:99Z',
      artifact.hash,
      '"hit"',
    ],
    isRefusal: () => false,
    async parse(input) {
      const table = kinds[(input[0] ?? 0) % kinds.length]!;
      const json = textOf(input.subarray(1));
      const tables = new MemoryTables();
      const store = new TableStore(tables);
      await store.commit({
        artifacts: [artifact],
        record,
        run,
        tag: SAMPLES.tags,
        steps: { run: run.id, study: 's', entries: steps },
      });
      if (table === 'chain') await tables.write([{ append: 'chain', text: () => json }]);
      else {
        const key = table === 'records' || table === 'cells' ? record.key : nameOf('x');
        const text = input.length % 2 === 0 ? json : writeEntry(`${table}/${key}`, tryJson(json));
        await tables.write([{ table, key, text }]);
        const entry = parseEntry(table, key, text);
        if (entry) entryWrite(table, key, entry as never);
      }
      store.findRecord(record.key);
      store.latestRecord('s', 'svm');
      store.findCell(keyOf('cell'));
      store.runs();
      store.tags();
      verifyChain(tables);
      await store.collect({ keep: new Set(), keepRuns: 1, dryRun: true });
      await store.verify();
      const after = await store.verify();
      must(after.broken.length === 0, 'verification leaves something broken');
    },
  };
};

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A link of a history, as a store writes it. */
function linkText(): string {
  const [write] = withLink([entryWrite('tags', nameOf('paper'), SAMPLES.tags)]).filter(
    (one) => 'append' in one,
  );
  return (write as { text(last: undefined): string }).text(undefined);
}
