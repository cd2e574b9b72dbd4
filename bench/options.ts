import { parseArgs } from 'node:util';

export interface Options {
  /** Ids or groups of rows; all rows but those that must be named, if empty. */
  readonly only: readonly string[];
  readonly repeat: number | undefined;
  readonly quick: boolean;
  /** Where the JSON goes. */
  readonly json: string;
  /** Whether to put the table into docs/performance.md. */
  readonly docs: boolean;
}

export const USAGE = `npm run bench -- [options]

  --only ROW,ROW   only these rows, or groups of rows (repeatable)
  --repeat N       measure each side N times (default: what each row says)
  --quick          small sizes: checks the benchmark, measures nothing
  --json FILE      where the figures go (default: bench/results/<date>.json)
  --docs           put the table into docs/performance.md as well
  --list           the rows, and nothing else`;

/** Throws an Error that says what is wrong with the arguments. `list` stands for any wish to see the rows. */
export function readOptions(args: readonly string[], now: Date): Options | 'list' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      repeat: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      docs: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.list || values.help) return 'list';
  const repeat = values.repeat === undefined ? undefined : Number(values.repeat);
  if (repeat !== undefined && !(Number.isInteger(repeat) && repeat >= 1)) {
    throw new Error(`--repeat must be a whole number of at least 1; got "${values.repeat}".`);
  }
  if (values.quick && values.docs) {
    throw new Error('--docs does not go with --quick, whose figures mean nothing. Drop one of the two.');
  }
  return {
    only: values.only.flatMap((names) => names.split(',')).filter((name) => name !== ''),
    repeat,
    quick: values.quick,
    json: values.json ?? `bench/results/${now.toISOString().slice(0, 19).replaceAll(':', '-')}.json`,
    docs: values.docs,
  };
}
