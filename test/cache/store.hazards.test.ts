import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openLmdbStore } from '../../cache/lmdb-store.js';
import { LEASE_SECONDS } from '../../cache/store.js';
import { restudyProgram } from '../cli/restudy.js';
import { useChildren } from './children/children.js';
import { artifactOf, keyOf } from './samples.js';
import { useTemporaryFolders } from './temporary-folder.js';

const temporaryFolder = useTemporaryFolders();
const startChild = useChildren();
afterEach(() => vi.restoreAllMocks());

describe.skipIf(process.platform === 'win32')('a process', () => {
  test('that is suspended while its lease is taken over learns of it when it wakes', async () => {
    const folder = temporaryFolder();
    const holder = startChild('holdUntilAsked', folder, 'a');
    expect(await holder.next()).toBe(true);
    holder.process.kill('SIGSTOP');
    const store = openLmdbStore(folder);
    expect(await store.claim(keyOf('a'))).toBeUndefined();
    const later = Date.now() + (LEASE_SECONDS + 1) * 1000;
    vi.spyOn(Date, 'now').mockImplementation(() => later);
    const lease = await store.claim(keyOf('a'));
    expect(lease).toBeDefined();
    holder.process.kill('SIGCONT');
    holder.process.send('go on');
    expect(await holder.next()).toBe(false);
    expect(await holder.ended).toBe(0);
    expect(await lease!.renew()).toBe(true);
    await store.close();
  });

  test('that may open too few files says so in one line, and damages nothing', async () => {
    const folder = temporaryFolder();
    const before = openLmdbStore(folder);
    const artifact = artifactOf('kept');
    await before.commit({ artifacts: [artifact] });
    await before.close();
    const stats = (handles: number) =>
      spawnSync(
        'sh',
        [
          '-c',
          `ulimit -n ${handles}; exec "$@"`,
          'sh',
          process.execPath,
          restudyProgram,
          'cache',
          'stats',
          '--cache',
          folder,
        ],
        { encoding: 'utf8' },
      );
    const told: string[] = [];
    // Node itself needs so many before it comes to us, and some more or less from version to version.
    let handles = 16;
    for (let status: number | null = null; status !== 0; handles++) {
      const ended = stats(handles);
      status = ended.status;
      if (ended.stderr.startsWith('restudy: ')) told.push(ended.stderr);
      expect(handles).toBeLessThan(60);
    }
    expect(told.length).toBeGreaterThan(0);
    for (const line of told) expect(line).toMatch(/^restudy: .*(ulimit -n|too many open files|EMFILE).*\n$/);
    const after = openLmdbStore(folder);
    expect(after.readArtifact(artifact.hash)).toEqual(artifact.bytes);
    await after.close();
  });
});
