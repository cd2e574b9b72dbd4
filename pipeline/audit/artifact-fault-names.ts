import type { ArtifactCheck } from '../../cache/artifact/artifact-check.js';
import type { Hash } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import type { NamedArtifactFault } from './audit-events.js';

/** The faults that a check found, and which outputs of these records are, or refer to, each artifact. */
export function nameFaults(check: ArtifactCheck, records: readonly StepRecord[]): NamedArtifactFault[] {
  const { faults } = check;
  if (faults.length === 0) return [];
  const outputs = new Map<Hash, string[]>();
  const parts = new Map<Hash, string[]>();
  const add = (names: Map<Hash, string[]>, artifact: Hash, name: string) =>
    names.set(artifact, [...(names.get(artifact) ?? []), name]);
  for (const record of records) {
    for (const [output, hash] of Object.entries(record.outputs)) {
      const name = `${record.step}.${output}`;
      for (const { artifact } of check.faultsBelow(hash)) {
        if (artifact === hash) add(outputs, artifact, name);
        else add(parts, artifact, `a part of ${name}`);
      }
    }
  }
  const namesOf = ({ artifact }: { artifact: Hash }) =>
    [outputs, parts].flatMap((names) => (names.get(artifact) ?? []).sort());
  return faults.map((fault) => ({ ...fault, of: namesOf(fault) }));
}
