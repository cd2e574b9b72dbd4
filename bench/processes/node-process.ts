import { readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Bench } from '../bench.js';
import type { Measurement } from '../measurement.js';
import { type Command, type Timed, timeProcess } from './time-process.js';

const REPORT_USAGE = fileURLToPath(new URL('./report-usage.cjs', import.meta.url));

/** A Node program: its file and arguments. */
export type Program = readonly string[];

export function nodeCommand(program: Program): Command {
  return { command: process.execPath, args: program };
}

export interface Used extends Timed {
  readonly peakMemoryBytes: number;
  /** User and system time of all its threads. */
  readonly cpuSeconds: number;
  /** Of each of the machine's cores, the share of the time that it did nothing, for anybody. */
  readonly idleShares: readonly number[];
}

const usageSchema = z.object({ maxRSS: z.number(), userCPUTime: z.number(), systemCPUTime: z.number() });

/**
 * Runs a Node program to its end and reads off what it used, which it reports itself at its end (getrusage).
 * That costs it about a millisecond.
 */
export async function watchProcess(
  program: Program,
  bench: Bench,
  options?: { keepOutput?: boolean },
): Promise<Used> {
  const report = path.join(bench.newFolder('usage'), 'usage.json');
  const before = cpus();
  const command = nodeCommand(['--require', REPORT_USAGE, ...program]);
  const timed = await timeProcess({ ...command, env: { BENCH_USAGE: report } }, options);
  const after = cpus();
  const usage = usageSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  rmSync(path.dirname(report), { recursive: true });
  return {
    ...timed,
    peakMemoryBytes: usage.maxRSS * 1024,
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    idleShares: after.map(({ times }, core) => {
      const { user, nice, sys, irq } = before[core]!.times;
      const busyMs = times.user + times.nice + times.sys + times.irq - user - nice - sys - irq;
      return Math.max(0, 1 - busyMs / 1000 / timed.seconds);
    }),
  };
}

const measurementSchema = z.object({
  seconds: z.number(),
  peakMemoryBytes: z.number().optional(),
  result: z.string().optional(),
  figures: z.record(z.string(), z.number()).optional(),
  parts: z.record(z.string(), z.number()).optional(),
});

/** Runs a program that measures some work by itself and prints a measurement as its last line. */
export async function measureInside(command: Command): Promise<Measurement> {
  const { stdout } = await timeProcess(command, { keepOutput: true });
  const { seconds, ...rest } = measurementSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1)!));
  return { seconds, ...withoutUndefined(rest) };
}

/** Runs one of children/. */
export function measureChild(bench: Bench, name: string, ...args: readonly string[]): Promise<Measurement> {
  return measureInside(nodeCommand([bench.children(name), ...args]));
}

function withoutUndefined(rest: object): Omit<Measurement, 'seconds'> {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}
