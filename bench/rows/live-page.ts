import { rmSync } from 'node:fs';
import type { Bench } from '../bench.js';
import { type Measurement, median } from '../measurement.js';
import { liveRun } from '../processes/live-run.js';
import { OURS, type Row } from '../row.js';
import { wholeStudy } from './whole-study.js';

const TABS = 10;
const NOBODY = 'the same, nobody looking';
const MEDIAN = 'ms from an event to the page, median';
const MOST = 'ms from an event to the page, 95 of 100';

const tenTabs: Row = {
  id: 'live-ten-tabs',
  group: 'live',
  title: `the whole study, cold, followed by ${TABS} tabs`,
  repeat: 3,
  async prepare(bench) {
    return {
      sides: [
        { name: OURS, measure: () => followed(bench, TABS) },
        { name: NOBODY, measure: () => followed(bench, 0) },
      ],
      targets: [
        { than: NOBODY, times: 0.95 },
        { figure: MEDIAN, atMost: 200 },
        { figure: MOST, atMost: 200 },
      ],
    };
  },
};

async function followed(bench: Bench, tabs: number): Promise<Measurement> {
  const cache = bench.newFolder('cache');
  const { seconds, delaysMs } = await liveRun(wholeStudy(bench).serve(cache), tabs);
  rmSync(cache, { recursive: true });
  if (delaysMs.length === 0) return { seconds };
  const ascending = delaysMs.toSorted((first, second) => first - second);
  return {
    seconds,
    figures: { [MEDIAN]: median(ascending), [MOST]: ascending[Math.floor(ascending.length * 0.95)]! },
  };
}

export const liveRows: readonly Row[] = [tenTabs];
