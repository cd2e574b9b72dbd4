import { rmSync } from 'node:fs';
import { measureChild } from '../processes/node-process.js';
import { OURS, type Row } from '../row.js';

const SIZES = [
  { id: '1KB', title: '1 KB', bytes: 1_000 },
  { id: '1MB', title: '1 MB', bytes: 1_000_000 },
  { id: '100MB', title: '100 MB', bytes: 100_000_000 },
] as const;
type Size = (typeof SIZES)[number];
const [, megabyte] = SIZES;

function storageRow(group: string, task: string, what: string, size?: Size): Row {
  return {
    id: size ? `${task}-${size.id}` : task,
    group,
    title: size ? `${what}, ${size.title}` : what,
    repeat: 3,
    async prepare(bench) {
      const bytes = bench.quick ? Math.min(size?.bytes ?? 0, 1_000_000) : (size?.bytes ?? 0);
      return {
        sides: [
          {
            name: OURS,
            async measure() {
              const cache = bench.newFolder('cache');
              const measurement = await measureChild(bench, 'storage', task, String(bytes), cache);
              rmSync(cache, { recursive: true });
              return measurement;
            },
          },
        ],
      };
    },
  };
}

export const storageRows: readonly Row[] = [
  ...SIZES.map((size) => storageRow('hashing', 'sha256', 'SHA-256', size)),
  storageRow('hashing', 'canonical-key', "canonical form of a step's key parts"),
  storageRow('hashing', 'canonical', 'canonical form of an array', megabyte),
  ...SIZES.map((size) => storageRow('cache', 'put', 'cache put (durable)', size)),
  ...SIZES.map((size) => storageRow('cache', 'get', 'cache get (checked)', size)),
];
