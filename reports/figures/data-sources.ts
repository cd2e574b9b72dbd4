import * as z from 'zod';
import { decodeArtifact } from '../../cache/artifact/codec.js';
import type { Hash } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';

/** Data as it came into a study: what a step without inputs made of it, and from which files. */
export interface DataSource {
  readonly step: string;
  readonly outputs: Readonly<Record<string, Hash>>;
  /** Name of each file that the step read -> the hash of its content. */
  readonly files: Readonly<Record<string, Hash>>;
  /** What the step says of the data, if it does and that is still kept. */
  readonly description: {
    readonly name: string;
    readonly source: string;
    readonly licence: string;
    /** What labels stand for, counted from 0, where the data has names for them. */
    readonly classNames?: readonly string[] | undefined;
  } | null;
}

const descriptionSchema = z.object({
  name: z.string(),
  source: z.string(),
  licence: z.string(),
  classNames: z.array(z.string()).optional(),
});

/** The data that some records go back to. */
export function dataSources(
  records: Iterable<StepRecord>,
  readArtifact: (hash: Hash) => Uint8Array | undefined,
): DataSource[] {
  return [...records]
    .filter(({ parts }) => Object.keys(parts.inputs).length === 0)
    .map(({ step, outputs, parts }) => {
      const bytes = outputs['description'] && readArtifact(outputs['description']);
      return { step, outputs, files: parts.files, description: bytes ? describe(bytes) : null };
    });
}

/** What an output says of the data; null if it is no description, as any study's step may have one of this name. */
function describe(bytes: Uint8Array): DataSource['description'] {
  try {
    return descriptionSchema.safeParse(decodeArtifact(bytes)).data ?? null;
  } catch {
    return null;
  }
}
