import { afterEach, describe, expect, test, vi } from 'vitest';
import { openLmdbStore } from '../../../cache/lmdb/lmdb-store.js';
import { LEASE_SECONDS } from '../../../cache/store.js';
import { keyOf } from '../samples.js';
import { useTemporaryFolders } from '../temporary-folder.js';
import { useChildren } from './children/children.js';

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
});
