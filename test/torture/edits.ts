import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { buildProgram } from './build-program.js';
import { ROOT, Trier } from './edits/child-process.js';
import { type History, histories } from './edits/generator.js';
import { reproduction } from './edits/reproduction.js';
import type { Problem, Tried } from './edits/try-history.js';

/** What came of editing small studies. */
export interface EditsReport {
  projects: number;
  edits: number;
  /** Kind of edit -> how many. */
  readonly kinds: Record<string, number>;
  ran: number;
  hits: number;
  /** Runs with an empty cache. */
  fresh: number;
  /** Wrong results, runs for nothing, and what does not run at all. */
  readonly counts: Record<Problem['kind'], number>;
  /** Of the first of them, each as small as could be had. */
  readonly failures: string[];
}

/** So many projects at once; one that fails ends them, and the next ones begin. */
const BATCH = 25;
/** A smaller example is looked for this often at most, of this many failures. */
const MOST_SHRINKS = 400;
const MOST_SHRUNK = 6;

/**
 * Makes up small studies and edits, runs each incrementally, and holds what comes out and what was run for it against what
 * the model of the study knows (edits/meaning.ts). The same seed and number of lanes has the same studies and edits.
 * @param folder is filled with their files.
 * @param lanes how many at once, each in a process of its own.
 */
export async function tortureEdits(
  folder: string,
  seed: number,
  edits: number,
  lanes: number,
  tell: (edits: number, failures: readonly string[]) => void = () => {},
): Promise<EditsReport> {
  const report: EditsReport = {
    projects: 0,
    edits: 0,
    kinds: {},
    ran: 0,
    hits: 0,
    fresh: 0,
    counts: { missed: 0, false: 0, broken: 0 },
    failures: [],
  };
  linkPackages(folder);
  const program = await buildProgram('edits/child');
  const perLane = Math.ceil(edits / lanes);
  try {
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const trier = new Trier(program, folder);
        try {
          await tortureLane(trier, seed * lanes + lane, perLane, report, () =>
            tell(report.edits, report.failures),
          );
        } finally {
          await trier.close();
        }
      }),
    );
    return report;
  } finally {
    rmSync(program);
  }
}

/** A new folder for small studies: in memory, where that can be had, as a third of the time goes into their files. */
export function folderForEdits(): string {
  const memory = '/dev/shm';
  return mkdtempSync(path.join(existsSync(memory) ? memory : tmpdir(), 'restudy-edits-'));
}

/** What projects in a folder import: this checkout's build, as somebody who installed it has it. */
export function linkPackages(folder: string): void {
  const modules = path.join(folder, 'node_modules');
  mkdirSync(path.join(modules, 'restudy'), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules/zod'), path.join(modules, 'zod'));
  writeFileSync(path.join(modules, 'restudy/package.json'), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(
    path.join(modules, 'restudy/index.js'),
    `export * from ${JSON.stringify(pathToFileURL(path.join(ROOT, 'dist/index.js')).href)};\n`,
  );
}

async function tortureLane(
  trier: Trier,
  seed: number,
  edits: number,
  report: EditsReport,
  tell: () => void,
): Promise<void> {
  let left = edits;
  for (let batch = 0; left > 0; batch++) {
    let found: { readonly history: History; readonly problem: Problem } | undefined;
    let shrinks = 0;
    const property = fc.asyncProperty(histories, async (history) => {
      if (!found && left <= 0) return true;
      if (found && shrinks++ >= (report.failures.length < MOST_SHRUNK ? MOST_SHRINKS : 0)) return true;
      // What comes after the edit that it came with is nothing to it.
      const cut = { ...history, edits: history.edits.slice(0, found ? found.problem.edit + 1 : left) };
      const tried = await trier.try(cut);
      if (!found) {
        left -= tried.edits.length || 1;
        count(tried, report);
        tell();
      }
      const { problem } = tried;
      // An example that shows something else is no smaller one of this.
      if (!problem || (found && found.problem.kind !== problem.kind)) return true;
      found = { history: cut, problem };
      return false;
    });
    await fc.check(property, { seed: (seed + 1) * 10_000 + batch, numRuns: BATCH });
    if (!found) continue;
    report.counts[found.problem.kind]++;
    if (report.failures.length < MOST_SHRUNK) {
      report.failures.push(reproduction(found.history, found.problem));
    }
  }
}

function count(tried: Tried, report: EditsReport): void {
  report.projects++;
  report.edits += tried.edits.length;
  report.ran += tried.ran;
  report.hits += tried.hits;
  report.fresh += tried.fresh;
  for (const kind of tried.edits) report.kinds[kind] = (report.kinds[kind] ?? 0) + 1;
}
