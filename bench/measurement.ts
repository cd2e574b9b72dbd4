/** What one execution of one side of a row gave. */
export interface Measurement {
  readonly seconds: number;
  /** The largest resident set of the measured process, in bytes. */
  readonly peakMemoryBytes?: number;
  /** What came out, in a line: sides that do the same work must agree on it. */
  readonly result?: string;
  /** Further figures; the name says the unit: `MB/s`, `ms a step`. */
  readonly figures?: Readonly<Record<string, number>>;
  /** Seconds of each part of the work. */
  readonly parts?: Readonly<Record<string, number>>;
}

/** All executions of one side of a row. */
export interface Summary {
  /** The median; of an even number of executions, the mean of the middle two. */
  readonly seconds: number;
  /** The largest of all. */
  readonly peakMemoryBytes: number | null;
  readonly result: string | null;
  /** Medians. */
  readonly figures: Readonly<Record<string, number>>;
  /** Medians. */
  readonly parts: Readonly<Record<string, number>>;
  readonly measurements: readonly Measurement[];
}

/**
 * Sums up a side's executions.
 * Throws a RangeError if there are none, and an Error if they came to different results.
 */
export function summarize(measurements: readonly Measurement[]): Summary {
  const results = new Set(measurements.map(({ result }) => result ?? null));
  if (results.size > 1) {
    throw new Error(`The same work came to different results: ${[...results].join(' / ')}.`);
  }
  const peaks = measurements.flatMap(({ peakMemoryBytes }) => peakMemoryBytes ?? []);
  return {
    seconds: median(measurements.map(({ seconds }) => seconds)),
    peakMemoryBytes: peaks.length > 0 ? Math.max(...peaks) : null,
    result: [...results][0] ?? null,
    figures: mediansByName(measurements.map(({ figures }) => figures ?? {})),
    parts: mediansByName(measurements.map(({ parts }) => parts ?? {})),
    measurements,
  };
}

/** Throws a RangeError for no numbers. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new RangeError('There is no median of no numbers.');
  const ascending = numbers.toSorted((a, b) => a - b);
  const middle = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[middle]! : (ascending[middle - 1]! + ascending[middle]!) / 2;
}

function mediansByName(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  return Object.fromEntries(
    [...names].map((name) => [name, median(records.flatMap((record) => record[name] ?? []))]),
  );
}
