import { type Hash, type Key, sha256 } from '../../cache/hash.js';
import type { RunHeader, StepRecord } from '../../cache/record.js';

/** Made-up contents of a store. */

export function keyOf(name: string): Key {
  return sha256(Buffer.from(`key ${name}`)) as string as Key;
}

export interface Artifact {
  readonly hash: Hash;
  readonly bytes: Uint8Array;
}

export function artifactOf(content: string | Uint8Array): Artifact {
  const bytes = typeof content === 'string' ? Uint8Array.from(Buffer.from(content)) : content;
  return { hash: sha256(bytes), bytes };
}

/** An artifact whose bytes are not what its name says. */
export function lyingArtifact(content: string): Artifact {
  return { hash: artifactOf(content).hash, bytes: artifactOf(`not ${content}`).bytes };
}

/** `byteLength` bytes that do not repeat soon, and depend on `seed`. */
export function noise(byteLength: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(byteLength / 4));
  for (let index = 0, state = seed; index < words.length; index++) {
    // Knuth's multiplicative step; the upper bits are good enough to tell pages apart.
    state = (Math.imul(state, 2_654_435_761) + 0x9e3779b9) >>> 0;
    words[index] = state ^ (state >>> 15);
  }
  return new Uint8Array(words.buffer, 0, byteLength);
}

export function recordOf(name: string, outputs: Readonly<Record<string, Hash>>): StepRecord {
  return {
    key: keyOf(name),
    step: 'svm',
    stage: 'train-svc',
    parts: {
      format: 1,
      code: { 'train-svc': { hash: sha256(Buffer.from('code')), packages: { zod: '4.0.0' } } },
      params: { C: 1, gamma: 'scale', classes: [0, 1, 2], more: { nested: null } },
      inputs: { digits: sha256(Buffer.from('digits')) },
      files: {},
    },
    outputs,
    circumstances: {
      startedAt: '2024-01-02T03:04:05.678Z',
      seconds: 1.25,
      peakMemoryBytes: 2 ** 30,
      node: 'v20.0.0',
      v8: '11.3',
      platform: 'linux x64',
      cpu: 'a processor',
      threads: 2,
      git: { commit: 'abc', dirty: false },
    },
    log: ['first line', 'zweite Zeile ✓'],
  };
}

/** A record with one artifact, whose size depends on its name: some hundred kilobytes. */
export function resultOf(name: string): { readonly artifact: Artifact; readonly record: StepRecord } {
  const seed = Number.parseInt(keyOf(name).slice(0, 8), 16);
  const artifact = artifactOf(noise(200_000 + (seed % 700_000), seed));
  return { artifact, record: recordOf(name, { model: artifact.hash }) };
}

export function runOf(id: string, startedAt: string): RunHeader {
  return { id, study: 'mnist', startedAt, command: ['restudy', 'run'] };
}
