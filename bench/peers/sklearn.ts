import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { mnistPackageFiles } from '../../stages/data/read-mnist.js';
import type { Bench } from '../bench.js';
import { measureInside } from '../processes/node-process.js';
import type { Side } from '../row.js';

const SCRIPT = fileURLToPath(new URL('./sklearn_study.py', import.meta.url));

/** How scikit-learn is told to use the cores: not at all, as one writes it, or by `n_jobs`. */
export const AS_WRITTEN = 'scikit-learn';
export const AT_BEST = 'scikit-learn, all cores';

/**
 * scikit-learn doing a task (bench/tasks.ts; fields of the script's own may be added), or a peer that is not there.
 * @param repeat how often it is measured at most
 */
export function sklearn(
  bench: Bench,
  task: Readonly<Record<string, unknown>> & { readonly task: string },
  { name = AS_WRITTEN, jobs = null, repeat }: { name?: string; jobs?: number | null; repeat?: number } = {},
): Side {
  const { python } = bench;
  if ('missing' in python) return { name, missing: python.missing };
  const data = path.dirname(mnistPackageFiles().trainImages);
  const measure = () =>
    measureInside({
      command: python.command,
      args: [SCRIPT, JSON.stringify({ ...task, data, jobs })],
    });
  return { name, measure, ...(repeat === undefined ? {} : { repeat }) };
}
