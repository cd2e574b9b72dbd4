import type { Hash } from '../../cache/hash.js';
import type { KeyParts } from '../../cache/record.js';
import type { OwnParts } from './parts.js';
import { differences, type OutputName, type Reason } from './reasons.js';

/** The parts of a step's key, as far as they are known before anything runs. */
export interface KnownParts extends OwnParts {
  readonly inputs: Readonly<Record<string, Hash>>;
  /** Input name -> the output whose bytes are not known yet. */
  readonly open: Readonly<Record<string, OutputName>>;
}

/**
 * How what is known of a key's parts differs from those of a record for certain: whatever is left out, or open, counts
 * as it was then. An open input that there was not then is a difference.
 * @param wiring input name -> the output that is wired in.
 */
export function knownDifferences(
  before: KeyParts,
  { open = {}, ...known }: Partial<KnownParts>,
  wiring: Parameters<typeof differences>[2],
): Reason[] {
  const names = Object.keys(open);
  const asBefore = names.filter((name) => before.inputs[name]);
  const inputs = known.inputs && {
    ...known.inputs,
    ...Object.fromEntries(asBefore.map((name) => [name, before.inputs[name]!])),
  };
  const added = names.filter((name) => !before.inputs[name]);
  return [
    ...differences(before, { ...before, ...known, ...(inputs ? { inputs } : {}) }, wiring),
    ...added.map((name): Reason => ({ kind: 'input', name, before: null, now: 'open', from: open[name]! })),
  ];
}
