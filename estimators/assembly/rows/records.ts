/** What both sides know of samples that are packed to be multiplied with (pack.ts for bytes, blocks.ts for doubles). */

/** Columns that bytes are packed in at least: a group of samples is filled up to a multiple of it. */
export const BLOCK: u32 = 32;
/** Columns that are multiplied with one row after the other: so many stay in the cache for all rows. */
export const PART: u32 = 256;
/** Rows that are taken together: a part of the columns is read once for all. */
export const GROUP: u32 = 8;
/** Doubles of a block: the samples whose features lie side by side. */
export const REAL_BLOCK: u32 = 8;
/** The number of no sample: the column only fills up its block. */
export const NO_SAMPLE: u32 = 0xffffffff;
