import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Bench, openBench, ROOT } from './bench.js';
import { describeMachine } from './machine.js';
import { type Options, readOptions, USAGE } from './options.js';
import type { Row, RowResult } from './row.js';
import { listRows, rows, selectRows } from './rows.js';
import { runRow } from './run-row.js';
import { type Findings, markdownTable, partsTables, textTable } from './table.js';

/** Where the table goes in the page that explains it. */
const DOCS = path.join(ROOT, 'docs/performance.md');
const [BEGIN, END] = ['<!-- table: begin -->', '<!-- table: end -->'];

/** More than this, and the machine is not quiet: something else runs a good part of the time. */
const QUIET = 0.5;

/** Measures rows and prints what was found. Returns the exit code: 1 if a row could not be measured. */
async function main(args: readonly string[]): Promise<number> {
  let options: Options | 'list';
  let chosen: Row[];
  try {
    options = readOptions(args, new Date());
    if (options === 'list') {
      process.stdout.write(`${USAGE}\n\nGroups and rows:\n${listRows(rows)}\n`);
      return 0;
    }
    chosen = selectRows(rows, options.only);
  } catch (error) {
    process.stderr.write(`bench: ${(error as Error).message}\n`);
    return 2;
  }
  const bench = await openBench(options, (line) => process.stderr.write(`  ${line}\n`));
  try {
    const findings = await measureAll(chosen, bench, options);
    process.stdout.write(`\n${textTable(findings)}\n${partsTables(findings)}\n${options.json}\n`);
    if (options.docs) writeDocs(findings);
    return findings.rows.some(({ failure }) => failure !== undefined) ? 1 : 0;
  } finally {
    bench.close();
  }
}

async function measureAll(chosen: readonly Row[], bench: Bench, { json }: Options): Promise<Findings> {
  const machine = describeMachine(bench, new Date());
  const [load = 0] = machine.loadAverages;
  if (load > QUIET) {
    const text = load.toFixed(1);
    bench.tell(`The load average is ${text}: other programs are running, and the figures will show it.`);
  }
  const done: RowResult[] = [];
  const findings = { machine, quick: bench.quick, rows: done };
  mkdirSync(path.dirname(path.resolve(json)), { recursive: true });
  for (const [index, row] of chosen.entries()) {
    process.stderr.write(`[${index + 1}/${chosen.length}] ${row.id}\n`);
    done.push(await runRow(row, bench));
    // After each row: a long run that is broken off has lost only the last one.
    writeFileSync(json, `${JSON.stringify(findings, null, 2)}\n`);
  }
  return findings;
}

function writeDocs(findings: Findings): void {
  const page = readFileSync(DOCS, 'utf8');
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${DOCS} has no place for the table: ${BEGIN} … ${END}.`);
  const parts = partsTables(findings);
  const block = `${BEGIN}\n${markdownTable(findings)}\n${parts && `\n\`\`\`\n${parts}\`\`\`\n`}`;
  writeFileSync(DOCS, page.slice(0, begin) + block + page.slice(end));
}

process.exitCode = await main(process.argv.slice(2));
