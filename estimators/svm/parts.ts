import { PART } from '../../dist/kernels/records/rows.js';

/** Rows 0 to `rows` - 1 in groups of PART, the last one smaller where they do not fill it. */
export function consecutiveParts(rows: number): Uint32Array[] {
  return Array.from({ length: Math.ceil(rows / PART) }, (_, part) => {
    const length = Math.min(PART, rows - part * PART);
    return Uint32Array.from({ length }, (_, row) => part * PART + row);
  });
}
