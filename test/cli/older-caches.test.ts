import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startLive } from './live/live-server.js';
import { type Finished, finished, outcomes, root, startIn, temporaryFolder } from './restudy.js';
import { linkPackages } from './workspace/own-project.js';

// A cache of format 1 in which two results are wrong, made in the fixture's folder by the last version of that format
// (commit 1f3ee44), whose keys knew a stage by its name and a file by its size, time and inode:
//
//   touch -d @0 weights.txt; restudy run --tag first; sleep 2; restudy run
//   echo '10 20 9' > weights.txt; touch -d @0 weights.txt; restudy run --set weigh.unit=g
//   echo '10 20 3' > weights.txt; touch -d @0 weights.txt; restudy run --set weigh.unit=g --tag grams
//
// In each of these runs triple was a hit on the record of double; and the weights that the second line wrote, which nobody
// saw change, are the result of weigh in grams. Never make the fixture anew.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const fixture = path.join(root, 'test/fixtures/cache-poisoned');
const GRAMS = ['--set', 'weigh.unit=g'];

/** The fixture's project, its cache included, in a folder of its own. */
function kitchen(name: string): { readonly project: string; restudy(...args: string[]): Promise<Finished> } {
  const project = path.join(folder, name);
  cpSync(fixture, project, { recursive: true });
  cpSync(path.join(project, 'data.mdb'), path.join(project, '.restudy/data.mdb'));
  linkPackages(project);
  return { project, restudy: (...args) => finished(startIn(project, args)) };
}

/** step -> verdict */
function verdicts({ lines }: Finished): Record<string, unknown> {
  const audited = lines.filter(({ type }) => type === 'audited-step');
  return Object.fromEntries(audited.map(({ step, verdict }) => [String(step), verdict]));
}

describe('a wrong result in an older cache', () => {
  const { project, restudy } = kitchen('wrong');

  test('is found by an audit where a step took over another one’s', async () => {
    const [found, told] = await Promise.all([restudy('audit', '--json'), restudy('audit')]);
    expect(found.code).toBe(1);
    expect(verdicts(found)).toEqual({
      double: 'reproduced',
      triple: 'differs',
      sum: 'reproduced',
      weigh: 'reproduced',
    });
    expect(found.lines.find(({ step }) => step === 'triple')).toMatchObject({
      older: { format: 1, madeBy: 'double' },
    });
    expect(told.stdout).toMatch(/^double .* reproduced, of format 1, so the next run makes it anew$/m);
    expect(told.stdout).toMatch(/^triple .* differs\n +double made it, and a run took it over as a hit$/m);
    // The result in grams was not asked for.
    expect(told.stdout).toMatch(
      /^older formats: 4 records, .* not their steps' own:\n +weigh \(key \w{12}\): /m,
    );
    expect(told.stdout).toContain('What is of an older format is never a hit: restudy run makes it anew.');
    expect(told.stdout).not.toContain('--force');
  });

  test('is found by an audit where it is of other data than its record says', async () => {
    const found = await restudy('audit', 'weigh', '--json', ...GRAMS);
    expect(found.code).toBe(1);
    expect(found.lines[0]).toMatchObject({
      step: 'weigh',
      verdict: 'differs',
      outputs: [{ distance: { differences: [{ path: '[2]', before: 9, now: 3 }] } }],
    });
  });

  test('is named by cache verify, which deletes nothing: it is no damage', async () => {
    const told = await restudy('cache', 'verify');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toContain('4 of the records are of an older format: history, never a hit.');
    expect(told.stdout).toMatch(/^ +double \(key \w{12}\): run \S+ took it over as a hit for triple$/m);
    expect(told.stdout).toMatch(
      /^ +weigh \(key \w{12}\): the hash of its data \(weights\) was remembered by /m,
    );
    const { lines } = await restudy('cache', 'verify', '--json');
    expect(lines[0]).toMatchObject({
      type: 'cache-verify',
      records: 4,
      broken: [],
      olderRecords: {
        records: 4,
        doubtful: [
          { step: 'double', format: 1, takenOver: [{ step: 'triple' }], files: [] },
          { step: 'weigh', takenOver: [], files: ['weights'] },
          { step: 'weigh', takenOver: [], files: ['weights'] },
        ],
      },
    });
  });

  test('is no hit: a run makes all anew, and then an audit finds all well', async () => {
    const ran = await restudy('run', '--json', ...GRAMS);
    expect(outcomes(ran).ran).toEqual(['double', 'sum', 'triple', 'weigh']);
    expect(JSON.parse((await restudy('get', 'weigh', '--format', 'json', ...GRAMS)).stdout)).toEqual([
      10, 20, 3,
    ]);
    expect(JSON.parse((await restudy('get', 'triple', '--format', 'json')).stdout)).toEqual([3, 6, 9]);
    const audited = await restudy('audit', '--json', ...GRAMS);
    expect(audited.code).toBe(0);
    expect(audited.lines.at(-1)).toMatchObject({ outcome: 'whole', olderRecords: { records: 4 } });
  });

  test('data that are others now are told from what there is a result of', async () => {
    writeFileSync(path.join(project, 'weights.txt'), '1 2\n');
    const { code, stdout } = await restudy('audit', 'weigh', ...GRAMS);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^weigh .* no result: what it has was made of other data\n +file weights \w+ -> \w+$/m,
    );
  });
});

describe('an older cache is history that can be read:', () => {
  const { project, restudy } = kitchen('history');
  const read = async (...args: string[]) => {
    const { code, stdout, stderr } = await restudy(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };

  test('runs, with their tags', async () => {
    const told = await read('runs');
    expect(told.match(/ done /g)).toHaveLength(4);
    expect(told).toMatch(/ 3 hits?, 1 ran +grams |4 hits +grams /);
  });

  test('results, by their run', async () => {
    expect(JSON.parse(await read('get', 'grams:weigh', '--format', 'json'))).toEqual([10, 20, 9]);
    expect(JSON.parse(await read('get', 'first:triple.numbers', '--format', 'json'))).toEqual([2, 4, 6]);
    const { code, stderr } = await restudy('get', 'triple');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'The nearest is of an older format, and history: latest:triple names that of the last run',
    );
  });

  test('lineage, and what used a result', async () => {
    const told = await read('lineage', 'first:sum');
    expect(told).toMatch(/^└─ numbers: double.numbers \w+\n +times · /m);
    expect(told).toMatch(/^ +zod \d/m);
    expect(await read('lineage', 'first:triple', '--down')).toContain('sum');
  });

  test('what differs between two runs, and from now', async () => {
    expect(await read('diff', 'first', 'grams')).toContain('unit "kg" -> "g"');
    expect(await read('why', 'sum')).toMatch(/Held against its last record.*\n +format 1 -> 2$/m);
    expect(await read('plan')).toMatch(/^triple +will run .* format 1 -> 2$/m);
  });

  test('a run, exported', async () => {
    await read('export', '--ro-crate', 'crate', '--run', 'grams');
    const crate = readFileSync(path.join(project, 'crate/ro-crate-metadata.json'), 'utf8');
    expect(crate).toContain('weigh');
  });

  test('records, on the live page', async () => {
    const study = path.join(project, 'study.mjs');
    const live = await startLive(['serve', '--study', study, '--cache', path.join(project, '.restudy')]);
    const content = await (await fetch(new URL('api/steps/triple', live.url))).json();
    expect(content).toMatchObject({ record: { format: 1, code: [{ name: 'times' }] } });
    expect((await live.end()).stderr).toBe('');
  });
});
