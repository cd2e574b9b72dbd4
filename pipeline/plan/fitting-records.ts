import type { Hash } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import { digest } from '../canonical.js';
import { fingerprintOf } from '../key/key.js';
import type { KnownParts } from '../key/known-parts.js';
import type { OwnParts } from '../key/parts.js';

/** Finds the records that steps may turn out to have while some of their inputs are open. */
export class FittingRecords {
  /** What the parts come to that never are open -> the records of which they are. */
  readonly #alike = new Map<Hash, StepRecord[]>();

  constructor(records: readonly StepRecord[]) {
    for (const record of records) {
      const { inputs, ...own } = record.parts;
      const name = nameOf(own, Object.keys(inputs));
      const alike = this.#alike.get(name);
      if (alike) alike.push(record);
      else this.#alike.set(name, [record]);
    }
  }

  /** Whether a record is the result of a step, should its open inputs turn out as they were for that record. */
  has({ open, inputs, ...own }: KnownParts): boolean {
    const alike = this.#alike.get(nameOf(own, [...Object.keys(inputs), ...Object.keys(open)])) ?? [];
    return alike.some(({ parts }) =>
      Object.entries(inputs).every(([name, hash]) => parts.inputs[name] === hash),
    );
  }
}

function nameOf({ code, ...own }: OwnParts, inputs: readonly string[]): Hash {
  return digest('fitting', { ...own, fingerprint: fingerprintOf(code), inputs: inputs.toSorted() });
}
