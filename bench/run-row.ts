import { loadavg } from 'node:os';
import type { Bench } from './bench.js';
import { formatSeconds } from './format.js';
import { type Measurement, type Summary, summarize } from './measurement.js';
import { judge, OURS, type Row, type RowResult, type Side } from './row.js';

/**
 * Measures a row: its sides in turn, round after round, so that whatever else slows the machine down meets all
 * of them. What goes wrong is part of the result; the rows after it are still measured.
 */
export async function runRow(row: Row, bench: Bench): Promise<RowResult> {
  const { id, title } = row;
  const loadAverage = loadavg()[0]!;
  try {
    const { sides, targets = [], derive } = await row.prepare(bench);
    const { measured, failed } = await measureInTurn(sides, (side) => rounds(row, side, bench), bench);
    const summaries = new Map<string, Summary>(
      [...measured].map(([name, measurements]) => [name, summarize(measurements)]),
    );
    const figures = { ...summaries.get(OURS)?.figures, ...derive?.(summaries) };
    return {
      id,
      title,
      sides: sides.map((side) => {
        const { name } = side;
        const missing = 'missing' in side ? side.missing : failed.get(name);
        return missing === undefined ? { name, summary: summaries.get(name)! } : { name, missing };
      }),
      targets: bench.quick ? [] : judge(targets, summaries, figures),
      figures,
      loadAverage,
    };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { id, title, sides: [], targets: [], figures: {}, loadAverage, failure };
  }
}

function rounds(row: Row, side: Side, { repeat, quick }: Bench): number {
  if (repeat !== undefined) return repeat;
  if (quick) return 1;
  return Math.min(row.repeat, 'repeat' in side ? (side.repeat ?? row.repeat) : row.repeat);
}

interface Measured {
  readonly measured: ReadonlyMap<string, readonly Measurement[]>;
  /** Peers that failed, and why; nothing of theirs counts. */
  readonly failed: ReadonlyMap<string, string>;
}

async function measureInTurn(
  sides: readonly Side[],
  roundsOf: (side: Side) => number,
  bench: Bench,
): Promise<Measured> {
  const measured = new Map<string, Measurement[]>();
  const failed = new Map<string, string>();
  const there = sides.flatMap((side) => ('missing' in side ? [] : [{ side, rounds: roundsOf(side) }]));
  const most = Math.max(...there.map(({ rounds }) => rounds));
  for (let round = 0; round < most; round++) {
    for (const { side, rounds } of there) {
      const { name } = side;
      if (round >= rounds || failed.has(name)) continue;
      try {
        const measurement = await side.measure();
        bench.tell(`${name}: ${formatSeconds(measurement.seconds)}`);
        measured.set(name, [...(measured.get(name) ?? []), measurement]);
      } catch (error) {
        if (name === OURS) throw error;
        failed.set(name, `it failed: ${(error as Error).message.split('\n').at(-1)}`);
        measured.delete(name);
      }
    }
  }
  return { measured, failed };
}
