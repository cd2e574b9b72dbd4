import type { Circumstances, StepRecord } from '../../../cache/record.js';
import { packageVersion } from '../../../pipeline/code/packages/package-version.js';
import { short } from '../../words/record-words.js';

/** The different places in which some records were made, numbered as they appear. */
export class Places {
  readonly #numbers = new Map<string, number>();

  constructor(records: Iterable<StepRecord>) {
    for (const { circumstances } of records) {
      const text = placeText(circumstances);
      if (!this.#numbers.has(text)) this.#numbers.set(text, this.#numbers.size + 1);
    }
  }

  /** A mark for a record's place, `[2]`; empty if all records have the same one. */
  markOf({ circumstances }: StepRecord): string {
    return this.#numbers.size > 1 ? `[${this.#numbers.get(placeText(circumstances))}]` : '';
  }

  /** A line for each place. */
  lines(): string[] {
    return [...this.#numbers].map(([text, number]) =>
      this.#numbers.size > 1 ? `[${number}] ${text}` : text,
    );
  }
}

/** On what a record was made: machine, Node and the state of the sources. */
function placeText({ node, v8, platform, cpu, threads, git }: Circumstances): string {
  const sources = git
    ? `git ${short(git.commit)} (${git.dirty ? 'uncommitted changes' : 'clean'})`
    : 'not under git';
  return `Node ${node}, V8 ${v8}, ${platform}, ${cpu}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${sources}`;
}

/** The packages that the code of some records reaches, `zod 4.6.7`; with the steps, where versions differ. */
export function packageLines(records: Iterable<StepRecord>): string[] {
  const steps = new Map<string, Map<string, Set<string>>>();
  for (const { step, parts } of records) {
    for (const { packages } of Object.values(parts.code)) {
      for (const [name, text] of Object.entries(packages)) {
        const version = packageVersion(text);
        const versions = steps.get(name) ?? new Map<string, Set<string>>();
        steps.set(name, versions);
        versions.set(version, (versions.get(version) ?? new Set()).add(step));
      }
    }
  }
  return [...steps]
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .flatMap(([name, versions]) =>
      [...versions].map(([version, users]) =>
        versions.size > 1 ? `${name} ${version} (${[...users].join(', ')})` : `${name} ${version}`,
      ),
    );
}
