// Throws damaged and hostile input at everything that reads what somebody else wrote: `npm run fuzz -- --help`.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import pLimit from 'p-limit';
import { table } from '../../reports/words/table.js';
import { thousands } from '../../reports/words/words.js';
import { TARGET_NAMES, type TargetName } from './target-names.js';
import { type Findings, fuzz } from './watch-child.js';

const USAGE = `npm run fuzz -- [options]

  --inputs N       how many for each parser (default: 100000)
  --seed N         other inputs for another seed, the same ones for the same (default: from the clock)
  --only NAME,…    only these parsers: ${TARGET_NAMES.join(', ')}`;

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      inputs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const only = values.only.flatMap((names) => names.split(','));
  const unknown = only.find((name) => !TARGET_NAMES.includes(name as TargetName));
  if (unknown !== undefined) throw new Error(`--only: there is no parser "${unknown}".`);
  const [inputs, seed] = [Number(values.inputs), Number(values.seed)];
  if (!(Number.isInteger(inputs) && inputs > 0))
    throw new Error('--inputs must be a whole number of at least 1.');
  if (!Number.isInteger(seed)) throw new Error('--seed must be a whole number.');
  return { inputs, seed, names: only.length > 0 ? (only as TargetName[]) : TARGET_NAMES };
}

async function buildChild(): Promise<string> {
  const file = fileURLToPath(
    new URL(`../../node_modules/.cache/restudy-tests/fuzz/${process.pid}/child.js`, import.meta.url),
  );
  await build({
    entryPoints: [fileURLToPath(new URL('./child.ts', import.meta.url))],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    define: { 'import.meta.url': JSON.stringify(new URL('./child.js', import.meta.url).href) },
    logLevel: 'warning',
  });
  return file;
}

function report(all: readonly Findings[]): string {
  const titles = ['inputs', 'refused in one line', 'accepted', 'crashes', 'hangs', 'peak memory'];
  const columns = [
    { title: 'parser', align: 'left' } as const,
    ...titles.map((title) => ({ title, align: 'right' }) as const),
  ];
  const rows = all.map(({ target, inputs, refused, accepted, crashes, hangs, peakMemoryBytes }) => [
    target,
    ...[inputs, refused, accepted, crashes.length, hangs.length].map(thousands),
    `${Math.round(peakMemoryBytes / 1e6)} MB`,
  ]);
  return table(columns, rows);
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const { inputs, seed, names } = readOptions(args);
  const program = await buildChild();
  const limit = pLimit(availableParallelism());
  process.stderr.write(`seed ${seed}\n`);
  try {
    const all = await Promise.all(
      names.map((name) =>
        limit(async () => {
          const started = performance.now();
          const findings = await fuzz(program, name, seed, inputs);
          const seconds = ((performance.now() - started) / 1_000).toFixed(0);
          const { accepted, refused, crashes, hangs } = findings;
          process.stderr.write(
            `${name}: ${seconds} s, refused ${refused}, accepted ${accepted}, crashes ${crashes.length}, hangs ${hangs.length}\n`,
          );
          return findings;
        }),
      ),
    );
    process.stdout.write(`\nseed ${seed}\n${report(all)}\n`);
    for (const { target, crashes, hangs } of all) {
      for (const { batch, input, what } of crashes.slice(0, 10)) {
        process.stdout.write(`\n${target}, batch ${batch}, input ${input}: ${what}\n`);
      }
      for (const { batch, input } of hangs)
        process.stdout.write(`\n${target}, batch ${batch}, input ${input}: hangs\n`);
    }
    return all.some(({ crashes, hangs }) => crashes.length + hangs.length > 0) ? 1 : 0;
  } finally {
    rmSync(program, { force: true });
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`fuzz: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
