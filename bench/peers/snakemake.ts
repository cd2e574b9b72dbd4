import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../bench.js';
import { programSide } from '../processes/peak-memory.js';
import { type Command, timeProcess } from '../processes/time-process.js';
import type { Side } from '../row.js';

export const SNAKEMAKE = 'snakemake';

/** Snakemake with nothing to do: `tasks` trivial rules, one after the other, whose files are all up to date. */
export async function snakemake(bench: Bench, tasks: number): Promise<Side[]> {
  try {
    execFileSync('snakemake', ['--version'], { stdio: 'ignore' });
  } catch {
    return [{ name: SNAKEMAKE, missing: 'it is not installed' }];
  }
  const folder = bench.newFolder('snakemake');
  writeFileSync(path.join(folder, 'Snakefile'), snakefile(tasks));
  const run: Command = { command: 'snakemake', args: ['--cores', String(bench.cores)], cwd: folder };
  await timeProcess(run);
  return [await programSide(bench, SNAKEMAKE, run)];
}

function snakefile(tasks: number): string {
  const rules = Array.from({ length: tasks }, (_, index) => {
    const input = index > 0 ? `    input: "out/${index}.txt"\n` : '';
    return `rule step${index + 1}:\n${input}    output: "out/${index + 1}.txt"\n    shell: "echo ${index + 1} > {output}"\n`;
  });
  return [`rule all:\n    input: "out/${tasks}.txt"\n`, ...rules].join('\n');
}
