import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLmdbStore } from '../../../cache/lmdb/lmdb-store.js';
import { restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';
import { copySources } from '../sources.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const cache = path.join(folder, 'cache');
let common: string[];
let firstRun: string;

beforeAll(async () => {
  common = ['--cache', cache, '--params', writeSmallStudy(folder)];
  const first = await restudy(['run', 'evaluate-rf', '--json', ...common]);
  firstRun = String(first.lines[0]?.['run']);
  await restudy(['run', 'evaluate-rf', ...common, '--set', 'rf.nEstimators=7']);
});

describe('why', () => {
  test('says of a hit that its result is there, and since when', async () => {
    const { stdout, code } = await restudy(['why', 'split', ...common]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^split is a hit: its result is there, made 2\d{3}-\S+ in .* s \(key [0-9a-f]{8}\)\.\n$/,
    );
  });

  test('says no more of a hit where another param ran since', async () => {
    const { stdout } = await restudy(['why', 'rf', ...common]);
    expect(stdout).toMatch(/^rf is a hit: its result is there, made .*\n$/);
  });

  test('names what differs from the last record', async () => {
    const { stdout } = await restudy(['why', 'rf', ...common, '--set', 'rf.nEstimators=9']);
    expect(stdout).toMatch(
      /^rf will run\.\n\nHeld against its last record, made .*:\n {2}nEstimators 7 -> 9\n$/,
    );
  });

  test('holds edited code against the result for the same params, whatever ran in between', async () => {
    const sources = copySources(path.join(folder, 'sources'));
    sources.edit('stages/train/tree-cells.ts', 'the others were known', 'the others were there');
    const { stdout } = await restudy(['why', 'rf', ...common], { sources: sources.folder });
    const [, reasons] = stdout.split('Held against its last record, ');
    expect(reasons).toMatch(
      /^made .*:\n {2}code of train-random-forest: stages\/train\/tree-cells\.ts \(.*\)\n\n--- stages/,
    );
  });

  test('holds a step against what an earlier run had for it, named by the beginning of its id', async () => {
    const set = ['--set', 'rf.nEstimators=7'];
    const { stdout } = await restudy(['why', 'rf', '--against', firstRun.slice(0, -2), ...common, ...set]);
    expect(stdout).toMatch(/^rf is a hit: /);
    expect(stdout).toContain(`Held against its record in run ${firstRun}, made`);
    expect(stdout).toMatch(/\n {2}nEstimators 6 -> 7\n$/);
  });

  test('says what is open while steps before it have to run', async () => {
    const { stdout } = await restudy(['why', 'evaluate-rf', ...common, '--set', 'rf.nEstimators=9']);
    expect(stdout).toMatch(/^evaluate-rf may be cut off: it runs unless rf gives the same bytes again\.\n/);
    expect(stdout).toContain('nothing differs so far');
    expect(stdout).toMatch(/Not known before rf has run:\n {2}input model \(rf\.model\)\n$/);
  });

  test('says of a step that never ran just that', async () => {
    const { stdout } = await restudy(['why', 'svm', ...common]);
    expect(stdout).toBe('svm will run: never ran before.\n');
  });

  test('gives the same as JSON', async () => {
    const { lines } = await restudy(['why', 'rf', '--json', ...common, '--set', 'rf.nEstimators=9']);
    expect(lines).toEqual([
      {
        type: 'why',
        step: 'rf',
        action: 'run',
        against: { key: expect.any(String), startedAt: expect.any(String), seconds: expect.any(Number) },
        reasons: [{ kind: 'param', name: 'nEstimators', before: 7, now: 9 }],
        open: [],
        loads: [],
        coarse: [],
        diffs: [],
      },
    ]);
  });

  test.each([
    [['why', 'rff'], /There is no step "rff"\. Did you mean "rf"\?\n$/],
    [
      ['why', 'rf', '--against', 'nonsense'],
      /--against nonsense: There is no run "nonsense"\. .*restudy runs lists the runs.*\n$/,
    ],
    [
      ['why', 'rf', '--against', '20'],
      /--against 20: "20" is the beginning of 2 runs: .*\. Give more of the id\.\n$/,
    ],
    [['why', 'svm', '--against', 'FIRST'], /The run \S+ had no step "svm"\. .*\n$/],
  ])('%j is refused in one clear line', async (args, message) => {
    const named = args.map((arg) => (arg === 'FIRST' ? firstRun : arg));
    const { code, stderr, stdout } = await restudy([...named, ...common]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('the sources kept beside a result', () => {
  test('are those of its code, by file, with paths of the package and kernels as hashes', async () => {
    const store = await openLmdbStore(cache);
    const record = store.latestRecord('mnist', 'rf');
    const bytes = store.readArtifact(record?.sources?.['stage'] as never);
    await store.close();
    const text = Buffer.from(bytes!).toString();
    expect(text).toContain('"path":"estimators/forest/random-forest.ts"');
    expect(text).toMatch(/"kernels":\{"forest":"[0-9a-f]{64}","realtrees":"[0-9a-f]{64}"\}/);
    expect(text).not.toContain(process.cwd());
  });
});
