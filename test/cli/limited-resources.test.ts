import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLmdbStore } from '../../cache/lmdb/lmdb-store.js';
import { artifactOf } from '../cache/samples.js';
import { useTemporaryFolders } from '../cache/temporary-folder.js';
import { restudyProgram } from './restudy.js';
import { writeSmallStudy } from './small-digits.js';

const temporaryFolder = useTemporaryFolders();

/** Node itself needs some before it comes to us, a few more or less from version to version, and dies if it lacks them. */
const FEWEST_FILES = 16;
/** With so many, anything works. */
const ENOUGH_FILES = 80;
/** As `ulimit -v` counts it. */
const GIBIBYTE = 2 ** 20;

describe.skipIf(process.platform === 'win32')('a process that may open too few files', () => {
  test('says so in one line, and damages nothing', async () => {
    const folder = temporaryFolder();
    const before = openLmdbStore(folder);
    const artifact = artifactOf('kept');
    await before.commit({ artifacts: [artifact] });
    await before.close();
    const refused = untilItWorks(1, ['cache', 'stats', '--cache', folder]);
    expect(refused.length).toBeGreaterThan(0);
    for (const { stderr } of refused) expect(stderr).toMatch(/^restudy: .*\(ulimit -n\)\.\n$/);
    const after = openLmdbStore(folder);
    expect(after.readArtifact(artifact.hash)).toEqual(artifact.bytes);
    await after.close();
  });

  test('or start too few threads fails the steps that need them', () => {
    const folder = temporaryFolder();
    const params = writeSmallStudy(folder);
    const args = ['run', 'rf', '--params', params, '--cache', path.join(folder, 'cache')];
    // A thread needs several.
    const refused = untilItWorks(3, args);
    const failed = refused.filter(({ stdout }) => stdout.includes('rf: failed'));
    expect(failed.length).toBeGreaterThan(0);
    for (const { stdout } of failed) expect(stdout).toMatch(/^rf: failed: .*\(ulimit -n\)\.$/m);
    for (const { stderr } of refused) expect(stderr).toMatch(/^(restudy: .*\(ulimit -n\)\.\n)?$/);
  });
});

// Only Linux tells how many addresses there are, and limits them.
describe.skipIf(process.platform !== 'linux')('a process that may have too few addresses', () => {
  test('for the cache says so in one line, and leaves it as it is', async () => {
    const folder = temporaryFolder();
    const stats = ['cache', 'stats', '--cache', folder];
    await openLmdbStore(folder).close();
    const before = readdirSync(folder);
    expect(limited(`ulimit -v ${4 * GIBIBYTE}`, [restudyProgram, ...stats])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^restudy: The cache in .* 4\.0 GiB of them in all\. .*\(ulimit -v; .*\)\.\n$/,
      ),
    });
    expect(readdirSync(folder)).toEqual(before);
    expect(limited(`ulimit -v ${12 * GIBIBYTE}`, [restudyProgram, ...stats])).toMatchObject({ status: 0 });
  });
});

/**
 * Runs restudy with more and more files that it may open, until it works.
 * @returns how it ended each time before that, from the first time on that Node came to its code.
 */
function untilItWorks(step: number, args: readonly string[]): SpawnSyncReturns<string>[] {
  const refused: SpawnSyncReturns<string>[] = [];
  for (let files = FEWEST_FILES; files < ENOUGH_FILES; files += step) {
    if (limited(`ulimit -n ${files}`, [restudyProgram, '--version']).status !== 0) continue;
    const ended = limited(`ulimit -n ${files}`, [restudyProgram, ...args]);
    if (ended.status === 0) return refused;
    expect(ended).toMatchObject({ status: 1, signal: null });
    refused.push(ended);
  }
  throw new Error(`restudy ${args.join(' ')} does not work with ${ENOUGH_FILES} files.`);
}

/** Runs Node after a command of the shell that limits what it may have. */
function limited(limit: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync('sh', ['-c', `${limit}; exec "$@"`, 'sh', process.execPath, ...args], {
    encoding: 'utf8',
  });
}
