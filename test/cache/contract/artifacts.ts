import { describe, expect, test } from 'vitest';
import type { Store } from '../../../cache/store.js';
import { artifactOf, lyingArtifact, noise } from '../samples.js';

/** Artifacts come back as they were, or not at all. `store` gives an empty store that is new in each test. */
export function describeArtifacts(name: string, store: () => Store): void {
  describe(`${name}: artifacts`, () => {
    test('an artifact is read as it was committed', async () => {
      const artifact = artifactOf('the pixels');
      expect(store().hasArtifact(artifact.hash)).toBe(false);
      expect(store().readArtifact(artifact.hash)).toBeUndefined();
      await store().commit({ artifacts: [artifact] });
      expect(store().hasArtifact(artifact.hash)).toBe(true);
      expect(store().readArtifact(artifact.hash)).toEqual(artifact.bytes);
    });

    const MiB = 2 ** 20;
    test.each([0, 1, 7, 4096, MiB - 65, MiB - 64, MiB - 63, 2 * (MiB - 64), 20 * MiB + 3])(
      'an artifact of %i bytes is read as it was committed',
      async (byteLength) => {
        const artifact = artifactOf(noise(byteLength, byteLength));
        await store().commit({ artifacts: [artifact] });
        expect(Buffer.compare(store().readArtifact(artifact.hash)!, artifact.bytes)).toBe(0);
      },
    );

    test('only the bytes that a view shows are committed', async () => {
      const artifact = artifactOf(noise(5000, 1).subarray(13, 4013));
      const shared = artifactOf(new Uint8Array(new SharedArrayBuffer(3000), 500, 2000).fill(7));
      const pooled = artifactOf(Buffer.from('a small Buffer that lies somewhere in a pool'));
      await store().commit({ artifacts: [artifact, shared, pooled] });
      for (const { hash, bytes } of [artifact, shared, pooled]) {
        expect(Buffer.compare(store().readArtifact(hash)!, bytes)).toBe(0);
      }
    });

    test('an artifact that is read is aligned and in memory of its own', async () => {
      const artifacts = [3, 50_000, 3 * MiB].map((size) => artifactOf(noise(size, size)));
      await store().commit({ artifacts });
      for (const { hash, bytes } of artifacts) {
        const first = store().readArtifact(hash)!;
        expect(first.byteOffset % 8).toBe(0);
        expect(first.buffer.byteLength).toBe(bytes.byteLength);
        first.fill(0);
        expect(Buffer.compare(store().readArtifact(hash)!, bytes)).toBe(0);
      }
    });

    test('what becomes of the bytes after a commit does not matter', async () => {
      const bytes = noise(100_000, 5);
      const artifact = artifactOf(bytes);
      await store().commit({ artifacts: [artifact] });
      bytes.fill(0);
      expect(store().readArtifact(artifact.hash)).toEqual(noise(100_000, 5));
    });

    test('an artifact may be committed again, also in the same change', async () => {
      const artifact = artifactOf('twice');
      await store().commit({ artifacts: [artifact, artifact] });
      await store().commit({ artifacts: [artifact] });
      expect(store().readArtifact(artifact.hash)).toEqual(artifact.bytes);
      expect(store().stats()).toMatchObject({ artifacts: 1, artifactBytes: artifact.bytes.length });
    });

    test('bytes that do not hash to their name are never returned, and are dropped when that is noticed', async () => {
      const lie = lyingArtifact('the truth');
      await store().commit({ artifacts: [lie] });
      expect(store().hasArtifact(lie.hash)).toBe(true);
      expect(store().readArtifact(lie.hash)).toBeUndefined();
      expect(store().hasArtifact(lie.hash)).toBe(false);
      expect(store().stats().artifacts).toBe(0);
      const truth = artifactOf('the truth');
      await store().commit({ artifacts: [truth] });
      expect(store().readArtifact(truth.hash)).toEqual(truth.bytes);
    });
  });
}
