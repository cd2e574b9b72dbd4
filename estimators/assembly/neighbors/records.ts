/** What stands in the place of a squared distance where there are fewer than k samples; no distance is as large. */
export const NONE: u32 = 0xffffffff;
