// Breaks caches in all ways that can be had, and looks for what was lost: `npm run torture -- --help`.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../../reports/words/table.js';
import { thousands } from '../../reports/words/words.js';
import { writeSmallStudy } from '../cli/small-digits.js';
import { buildProgram } from './build-program.js';
import { corrupt } from './corruption.js';
import { killDownloads } from './downloads.js';
import { folderForEdits, tortureEdits } from './edits.js';
import { killAtRandom, runUndisturbed } from './kills.js';
import { measureLarge } from './large.js';
import { soak } from './soak.js';
import { soakServe } from './soak-serve.js';
import { tellProgress } from './tell-progress.js';

const USAGE = `npm run torture -- [options]

  --minutes M   how long to kill processes, and a tenth of that to kill downloads (default: 10)
  --trials N    how often to damage a cache's file (default: 3000)
  --seed N      other moments and places for another seed (default: from the clock)
  --edits N     instead: make up small studies and N edits of them, and look for wrong hits and false reruns
  --large       instead: a million small artifacts, and two of 2.5 GB
  --soak N      instead: watch a study for N edits, with its live page open (Linux)
  --soak-serve N  instead: N runs that are asked of the live page (Linux)`;

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '10' },
      trials: { type: 'string', default: '3000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      edits: { type: 'string' },
      large: { type: 'boolean', default: false },
      soak: { type: 'string' },
      'soak-serve': { type: 'string' },
    },
  });
  const [minutes, trials, seed] = [values.minutes, values.trials, values.seed].map(Number);
  if (!(minutes! >= 0)) throw new Error('--minutes must be a number of at least 0.');
  if (!(Number.isInteger(trials) && trials! >= 0))
    throw new Error('--trials must be a whole number of at least 0.');
  if (!Number.isInteger(seed)) throw new Error('--seed must be a whole number.');
  const [edits, soaks, runs] = (['edits', 'soak', 'soak-serve'] as const).map((name) => {
    const count = values[name] === undefined ? undefined : Number(values[name]);
    if (count === undefined || (Number.isInteger(count) && count > 0)) return count;
    throw new Error(`--${name} must be a whole number of at least 1.`);
  });
  return { minutes: minutes!, trials: trials!, seed: seed!, large: values.large, edits, soaks, runs };
}

async function withProgram<Result>(name: string, use: (program: string) => Promise<Result>): Promise<Result> {
  const program = await buildProgram(name);
  try {
    return await use(program);
  } finally {
    rmSync(program);
  }
}

/** Whether so many minutes are over, asked with how many of what there are until then. */
function until(minutes: number, what: string): (count: number) => boolean {
  const tell = tellProgress();
  const start = performance.now();
  return (count) => {
    const share = (performance.now() - start) / (minutes * 60_000);
    if (share >= 1) return true;
    tell(share, `${thousands(count)} ${what}`);
    return false;
  };
}

async function torture(folder: string, seed: number, minutes: number, trials: number): Promise<number> {
  process.stderr.write(`seed ${seed}\n`);
  const small = path.join(folder, 'small');
  mkdirSync(small);
  const study = await runUndisturbed(writeSmallStudy(small), path.join(folder, 'undisturbed'));
  const kills = await killAtRandom(study, folder, seed, until(minutes, 'moments at which all were killed'));
  const downloads = await withProgram('download-file', (program) =>
    killDownloads(program, folder, seed, until(minutes / 10, 'files downloaded')),
  );
  const tell = tellProgress();
  const damage = await withProgram('use-store', (program) =>
    corrupt(program, folder, seed, trials, (made, failures) =>
      tell(
        made / trials,
        `${thousands(made)} of ${thousands(trials)} files damaged, of which ${failures} went wrong`,
      ),
    ),
  );
  const failures = [...kills.failures, ...downloads.failures, ...damage.failures];
  const rows: [string, number][] = [
    ['moments of real work at which all processes were killed', kills.trials],
    ['processes killed', kills.kills],
    ['results looked for afterwards that a process had said were kept', kills.promises],
    ['files downloaded', downloads.files],
    ['  processes killed at that', downloads.kills],
    ['  that others went on for where they had ended', downloads.continued],
    ['files damaged', damage.trials],
    ['  the cache went on with what was left', damage.used],
    ['  it said what is wrong and what to do', damage.refused],
    ['  the first process was gone, the next one said so or went on', damage.died],
    ['  repaired', damage.repaired],
    ['  records kept by repairs', damage.recordsKept],
    ['  of', damage.recordsBefore],
    ['  nothing left to repair', damage.beyondRepair],
    ['losses and wrong results', failures.length],
  ];
  writeReport(`torture, seed ${seed}`, rows, failures);
  return failures.length > 0 ? 1 : 0;
}

async function edit(folder: string, seed: number, edits: number): Promise<number> {
  process.stderr.write(`seed ${seed}\n`);
  const tell = tellProgress();
  let shown = 0;
  const report = await tortureEdits(folder, seed, edits, availableParallelism(), (done, failures) => {
    // At once: a run that somebody ends has told what it found.
    for (const failure of failures.slice(shown)) process.stderr.write(`${failure}\n`);
    shown = failures.length;
    tell(done / edits, `${thousands(done)} of ${thousands(edits)} edits, of which ${shown} went wrong`);
  });
  const { missed, false: falsely, broken } = report.counts;
  const rows: [string, number][] = [
    ['studies', report.projects],
    ['edits', report.edits],
    ['  of kinds', Object.keys(report.kinds).length],
    ['steps that ran', report.ran],
    ['steps that were hits', report.hits],
    ['runs with an empty cache', report.fresh],
    ['missed: wrong hits', missed],
    ['false: runs of what nothing was changed of', falsely],
    ['broken: what did not run, or came to something else', broken],
  ];
  writeReport(`edits, seed ${seed}`, rows, report.failures);
  return missed + falsely + broken > 0 ? 1 : 0;
}

function writeReport(
  title: string,
  rows: readonly (readonly [string, number])[],
  failures: readonly string[],
): void {
  const columns = [{ title, align: 'left' } as const, { title: '', align: 'right' } as const];
  process.stdout.write(
    `\n${table(
      columns,
      rows.map(([what, count]) => [what, thousands(count)]),
    )}\n`,
  );
  for (const failure of failures) process.stdout.write(`\n${failure}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const { minutes, trials, seed, large, edits, soaks, runs } = readOptions(args);
  const folder =
    edits === undefined ? mkdtempSync(path.join(tmpdir(), 'restudy-torture-')) : folderForEdits();
  let code = 1;
  try {
    if (edits !== undefined) code = await edit(folder, seed, edits);
    else if (soaks !== undefined) code = await soak(folder, soaks);
    else if (runs !== undefined) code = await soakServe(folder, runs);
    else code = large ? await measureLarge(folder) : await torture(folder, seed, minutes, trials);
    return code;
  } finally {
    // Where something went wrong, it can be looked at.
    if (code === 0) rmSync(folder, { recursive: true, force: true });
    else process.stderr.write(`What went wrong is in ${folder}.\n`);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`torture: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
