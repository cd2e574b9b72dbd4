// Repeats one small piece of storing and prints the median of what it took.
//   node storage.js <task> <bytes> <cache folder>
import { openLmdbStore } from 'restudy';
import { sha256 } from '../../cache/hash.js';
import type { Store } from '../../cache/store.js';
import { canonical } from '../../pipeline/canonical.js';
import { median } from '../measurement.js';

/** Measures for about this long, but at least some times. */
const SECONDS = 2;
const LEAST_TIMES = 5;

const [task, size, folder] = [process.argv[2], Number(process.argv[3]), process.argv[4]!];

/** The parts of a step's key, about as large as the study's are. */
const keyParts = {
  format: 1,
  code: { 'train-svc': { hash: 'a'.repeat(64), packages: { zod: '4.6.7' } } },
  params: { C: 1, gamma: 'scale', kernel: 'rbf', probability: true, randomState: 42, trainOn: 10_000 },
  inputs: { train: 'b'.repeat(64), tuned: 'c'.repeat(64) },
  files: {},
};

/** Different bytes each time: what is there already would not be stored again. */
function bytesOf(number: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 8) bytes[i] = i % 251;
  new DataView(bytes.buffer).setFloat64(0, number + 1);
  return bytes;
}

async function repeat(prepare: (number: number) => () => unknown): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  while (times.length < LEAST_TIMES || performance.now() < end) {
    const work = prepare(times.length);
    const started = performance.now();
    await work();
    times.push((performance.now() - started) / 1000);
  }
  return median(times);
}

/** Repeats something so short that the clock would not see it once. */
async function repeatMany(work: () => unknown): Promise<number> {
  const many = 1000;
  return (
    (await repeat(() => () => {
      for (let i = 0; i < many; i++) work();
    })) / many
  );
}

async function measure(store: Store): Promise<number> {
  switch (task) {
    case 'sha256': {
      const bytes = bytesOf(0);
      return size < 65_536 ? repeatMany(() => sha256(bytes)) : repeat(() => () => sha256(bytes));
    }
    case 'canonical-key':
      return repeatMany(() => canonical(keyParts));
    case 'canonical': {
      const data = bytesOf(0);
      return repeat(() => () => canonical({ data, rows: 1, columns: size }));
    }
    case 'put':
      return repeat((number) => {
        const bytes = bytesOf(number);
        const hash = sha256(bytes);
        return () => store.commit({ artifacts: [{ hash, bytes }] });
      });
    case 'get': {
      const bytes = bytesOf(0);
      const hash = sha256(bytes);
      await store.commit({ artifacts: [{ hash, bytes }] });
      return repeat(() => () => {
        if (store.readArtifact(hash)?.byteLength !== size) throw new Error('The artifact is lost.');
      });
    }
    default:
      throw new Error(`There is no task ${task}.`);
  }
}

const store = await openLmdbStore(folder);
const seconds = await measure(store);
await store.close();
const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
const figures = size > 0 ? { 'MB/s': size / 1e6 / seconds } : {};
process.stdout.write(`${JSON.stringify({ seconds, peakMemoryBytes, figures })}\n`);
