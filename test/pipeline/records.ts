import { type Hash, type Key, sha256 } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';

/** Made-up records, for what is told from records alone. */

export function hashOf(content: string): Hash {
  return sha256(Buffer.from(content));
}

/** A record of step `name`; inputs and outputs are given by the contents of their artifacts. */
export function madeRecord(
  name: string,
  {
    inputs = {},
    outputs = {},
    files = {},
    params = {},
    second = 0,
    ...rest
  }: {
    readonly inputs?: Readonly<Record<string, string>>;
    readonly outputs?: Readonly<Record<string, string>>;
    readonly files?: Readonly<Record<string, string>>;
    readonly params?: StepRecord['parts']['params'];
    /** When it started, in seconds after midnight. */
    readonly second?: number;
  } & Partial<Pick<StepRecord, 'step' | 'stage' | 'blessed' | 'circumstances'>>,
): StepRecord {
  const hashes = (contents: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(contents).map(([port, content]) => [port, hashOf(content)]));
  return {
    key: hashOf(`key of ${name}`) as string as Key,
    step: name,
    stage: `make-${name}`,
    parts: {
      format: 1,
      code: { [`make-${name}`]: { hash: hashOf('code'), packages: { zod: '4.0.0' } } },
      params,
      inputs: hashes(inputs),
      files: hashes(files),
    },
    outputs: hashes(outputs),
    circumstances: {
      startedAt: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
      seconds: 1.5,
      peakMemoryBytes: 1,
      node: 'v20.0.0',
      v8: '11.3',
      platform: 'linux-x64',
      cpu: 'a processor',
      threads: 2,
      git: { commit: 'abcdef0123456789', dirty: true },
    },
    log: [],
    ...rest,
  };
}
