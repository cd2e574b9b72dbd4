import { afterEach, describe, expect, test, vi } from 'vitest';
import { LEASE_SECONDS, type Store } from '../../../cache/store.js';
import { keyOf } from '../samples.js';

/** At most one holds a key. `store` gives an empty store that is new in each test. */
export function describeLeases(name: string, store: () => Store): void {
  describe(`${name}: leases`, () => {
    afterEach(() => vi.restoreAllMocks());
    const key = keyOf('claimed');
    const passSeconds = (seconds: number) => {
      const now = Date.now() + seconds * 1000;
      vi.spyOn(Date, 'now').mockImplementation(() => now);
    };

    test('one claim holds until it is released', async () => {
      const lease = await store().claim(key);
      expect(lease).toBeDefined();
      expect(await store().claim(key)).toBeUndefined();
      expect(await store().claim(keyOf('another'))).toBeDefined();
      await lease!.release();
      expect(await store().claim(key)).toBeDefined();
    });

    test('of many claims at once exactly one holds', async () => {
      const claims = await Promise.all(Array.from({ length: 20 }, () => store().claim(key)));
      expect(claims.filter((lease) => lease)).toHaveLength(1);
    });

    test('a lease that was not renewed in time is taken over, and its holder learns of it', async () => {
      const lost = await store().claim(key);
      passSeconds(LEASE_SECONDS + 1);
      const taken = await store().claim(key);
      expect(taken).toBeDefined();
      expect(await lost!.renew()).toBe(false);
      await lost!.release();
      expect(await taken!.renew()).toBe(true);
      expect(await store().claim(key)).toBeUndefined();
    });

    test('a lease that a clock set back would make last for long is taken over', async () => {
      const lost = await store().claim(key);
      passSeconds(-3600);
      const taken = await store().claim(key);
      expect(taken).toBeDefined();
      expect(await lost!.renew()).toBe(false);
    });

    test('a lease that is renewed in time holds on', async () => {
      const lease = await store().claim(key);
      for (let round = 0; round < 3; round++) {
        passSeconds(LEASE_SECONDS - 1);
        expect(await lease!.renew()).toBe(true);
      }
      expect(await store().claim(key)).toBeUndefined();
    });

    test('renewals may overlap', async () => {
      const lease = await store().claim(key);
      expect(await Promise.all([lease!.renew(), lease!.renew(), lease!.renew()])).toEqual([true, true, true]);
    });

    test('a released lease cannot be renewed, and can be released again', async () => {
      const lease = await store().claim(key);
      await lease!.release();
      const next = await store().claim(key);
      expect(await lease!.renew()).toBe(false);
      await lease!.release();
      expect(await next!.renew()).toBe(true);
    });

    test('clearing the store takes no lease away', async () => {
      const lease = await store().claim(key);
      await store().clear();
      expect(await store().claim(key)).toBeUndefined();
      expect(await lease!.renew()).toBe(true);
    });
  });
}
