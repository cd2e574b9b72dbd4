import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { type Bench, ROOT } from './bench.js';

/** Where and when the figures were measured: they are statements about this. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly node: string;
  /** With scikit-learn's and NumPy's versions; null without. */
  readonly python: string | null;
  readonly commit: string | null;
  /** Over the last 1, 5 and 15 minutes. */
  readonly loadAverages: readonly number[];
}

const VERSIONS =
  'import platform, numpy, sklearn; print(f"Python {platform.python_version()}, scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}")';

export function describeMachine({ python }: Bench, now: Date): Machine {
  return {
    date: now.toISOString(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    python: 'missing' in python ? null : output(python.command, ['-c', VERSIONS]),
    commit: output('git', ['describe', '--always', '--dirty', '--abbrev=12']),
    loadAverages: loadavg(),
  };
}

/** What a program prints; null if it cannot be run. */
function output(command: string, args: readonly string[]): string | null {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', stdio: [...stdio] }).trim();
  } catch {
    return null;
  }
}
