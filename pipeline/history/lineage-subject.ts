import type { Hash } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import type { Hashed } from './find-hash.js';
import { type Link, otherMakers, usersOf } from './lineage.js';
import type { Provenance } from './provenance.js';

/** A result that a lineage is asked for. */
export interface ResultSubject {
  readonly kind: 'result';
  readonly record: StepRecord;
  /** The output that is meant; undefined if all are. */
  readonly output?: string;
  /** Other records that made the same bytes, newest first. */
  readonly alsoMadeBy: readonly StepRecord[];
}

/** A file from outside that steps read. */
export interface FileSubject {
  readonly kind: 'file';
  readonly hash: Hash;
  /** The records whose steps read it, oldest first. */
  readonly readers: readonly StepRecord[];
}

export type LineageSubject = ResultSubject | FileSubject;

export function resultSubject(provenance: Provenance, record: StepRecord, output?: string): ResultSubject {
  const hashes = output === undefined ? Object.values(record.outputs) : [record.outputs[output]!];
  return {
    kind: 'result',
    record,
    ...(output === undefined ? {} : { output }),
    alsoMadeBy: otherMakers(provenance, hashes, [record]),
  };
}

/** What a hash stands for. Of the records that made the same bytes, the newest is taken. */
export function hashSubject(provenance: Provenance, hashed: Hashed): LineageSubject {
  switch (hashed.kind) {
    case 'artifact': {
      const record = provenance.makersOf(hashed.hash).at(-1)!;
      const output = Object.keys(record.outputs).find((name) => record.outputs[name] === hashed.hash);
      return resultSubject(provenance, record, output);
    }
    case 'key':
      return resultSubject(provenance, provenance.records.find(({ key }) => key === hashed.key)!);
    case 'file':
      return { kind: 'file', hash: hashed.hash, readers: provenance.readersOf(hashed.hash) };
  }
}

/** The outputs that are meant: name -> artifact. */
export function outputsOf({ record, output }: ResultSubject): Readonly<Record<string, Hash>> {
  return output === undefined ? record.outputs : { [output]: record.outputs[output]! };
}

/** The records that used it, each with what it used; the steps that read a file are its users. */
export function usersOfSubject(provenance: Provenance, subject: LineageSubject): Link[] {
  if (subject.kind === 'result') return usersOf(provenance, outputsOf(subject));
  const { hash, readers } = subject;
  return readers.map((record) => {
    const { files } = record.parts;
    const names = Object.keys(files).filter((name) => files[name] === hash);
    return { record, wires: names.map((name) => ({ output: name, input: name, hash })), alsoMadeBy: [] };
  });
}
