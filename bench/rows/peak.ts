import { fileURLToPath } from 'node:url';
import { measureChild } from '../processes/node-process.js';
import { OURS, type Row } from '../row.js';

const ASSEMBLY = fileURLToPath(new URL('../assembly/', import.meta.url));

export const peakRows: readonly Row[] = [
  {
    id: 'peak',
    group: 'peak',
    title: 'multiply-adds on one core, beside the peak of the instruction',
    repeat: 3,
    prepare: async (bench) => ({
      sides: [{ name: OURS, measure: () => measureChild(bench, 'peak', ASSEMBLY) }],
    }),
  },
];
