import { afterEach, beforeEach, expect, test } from 'vitest';
import { RestudyError } from '../../../../pipeline/errors.js';
import type { Setting } from '../../../../pipeline/study/configure.js';
import type { RecordContent, StepContent } from '../../../../reports/live/wire.js';
import { runStudy, set, smallStudy } from '../../../pipeline/small-study.js';
import { servePage } from '../small-page.js';

let page: Awaited<ReturnType<typeof servePage>>;
/** What the options of the program that serves the page set, or why they cannot be read. */
let settings: readonly Setting[] | RestudyError;

beforeEach(async () => {
  settings = [];
  page = await servePage(smallStudy, async () => {
    if (settings instanceof RestudyError) throw settings;
    return settings;
  });
});
afterEach(() => page.close());

const times = (value: number) => [set('total', 'times', value)];
const run = (wanted: readonly Setting[] = []) => runStudy(smallStudy, page.store, { set: wanted });

async function shown(step: string): Promise<RecordContent | null> {
  const { status, text } = await page.ask('GET', `/api/steps/${step}`);
  expect(status).toBe(200);
  return (JSON.parse(text) as StepContent).record;
}

test('a step shows the result of the study as it stands, whatever ran last', async () => {
  await run();
  const usual = page.store.latestRecord('small', 'total')!;
  await run(times(3));
  expect(await shown('total')).toMatchObject({
    key: usual.key,
    params: { times: 1 },
    circumstances: { ...usual.circumstances },
  });
  settings = times(3);
  expect(await shown('total')).toMatchObject({ params: { times: 3 } });
});

test('a step that has no result as the study stands shows the nearest, found anew for each request', async () => {
  expect(await shown('total')).toBeNull();
  await run(times(3));
  expect(await shown('total')).toMatchObject({ params: { times: 3 } });
  await run([...times(4), set('source', 'values', [1])]);
  settings = times(3);
  expect(await shown('total')).toMatchObject({ params: { times: 3 } });
});

test('a step still shows its newest result where the params cannot be read', async () => {
  await run();
  settings = new RestudyError('bad-usage', '--params p.yaml: it is no YAML.');
  expect(await shown('total')).toMatchObject({ params: { times: 1 } });
});
