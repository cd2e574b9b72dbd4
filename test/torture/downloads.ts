import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { noise } from '../cache/samples.js';
import { type OpenmlServer, slowly, startServer } from '../stages/data/openml/openml-server.js';
import { Random } from './random.js';

/** What came of killing processes while they download. */
export interface DownloadsReport {
  files: number;
  kills: number;
  /** How often a process went on where a killed one had ended. */
  continued: number;
  /** What must never be, with the file's number. */
  readonly failures: string[];
}

const ADDRESS = 'https://www.openml.org/data/v1/download/1/file.arff';
const FILE_BYTES = 2 ** 21;
const [PIECE_BYTES, PAUSE_MS] = [2 ** 15, 4];
/** About as long as a download takes. */
const MOST_MS = (FILE_BYTES / PIECE_BYTES) * PAUSE_MS * 1.2;

/**
 * Downloads one file after the other from a slow server. The processes that do it are killed at random moments, two at once
 * now and then; the last one is not, and must end with the file. No other bytes may ever be there under its name.
 */
export async function killDownloads(
  program: string,
  folder: string,
  seed: number,
  isOver: (files: number) => boolean,
): Promise<DownloadsReport> {
  const random = new Random(seed);
  const report: DownloadsReport = { files: 0, kills: 0, continued: 0, failures: [] };
  const server = await startServer();
  try {
    for (; !isOver(report.files); report.files++) {
      const bytes = noise(FILE_BYTES - random.below(PIECE_BYTES), seed + report.files);
      const own = path.join(folder, 'downloads');
      const faults = await downloadOne(program, own, server, bytes, random, report);
      report.failures.push(...faults.map((fault) => `download ${report.files}: ${fault}`));
      rmSync(own, { recursive: true, force: true });
    }
    report.continued = server.seen.filter(({ range }) => range !== undefined).length;
    return report;
  } finally {
    await server.close();
  }
}

async function downloadOne(
  program: string,
  folder: string,
  server: OpenmlServer,
  bytes: Uint8Array,
  random: Random,
  report: DownloadsReport,
): Promise<string[]> {
  const faults: string[] = [];
  const md5 = createHash('md5').update(bytes).digest('hex');
  const start = () => new Download(program, [String(server.port), ADDRESS, md5, folder]);
  const isThere = () => existsSync(path.join(folder, md5));
  const hasOtherBytes = () => Buffer.compare(readFileSync(path.join(folder, md5)), bytes) !== 0;
  for (let kills = 1 + random.below(4); kills > 0; kills--) {
    const hasBegun = new Promise<void>((resolve) => {
      server.answer(ADDRESS, (request, response) => {
        resolve();
        slowly(bytes, PIECE_BYTES, PAUSE_MS)(request, response);
      });
    });
    const downloads = Array.from({ length: random.below(4) === 0 ? 2 : 1 }, start);
    await Promise.race([hasBegun, ...downloads.map(({ ended }) => ended)]);
    await sleep(random.below(MOST_MS));
    for (const one of downloads) if (one.kill()) report.kills++;
    for (const one of downloads) await one.ended;
    if (isThere() && hasOtherBytes()) faults.push('a killed process left other bytes under its name');
  }
  const last = start();
  const code = await last.ended;
  if (code !== 0) faults.push(`the last process ended with ${code}: ${last.stderr}`);
  else if (!isThere() || hasOtherBytes()) faults.push('the last process left no file, or other bytes');
  else if (readdirSync(folder).length > 1) faults.push(`beside the file there is ${readdirSync(folder)}`);
  return faults;
}

class Download {
  readonly #child: ChildProcess;
  readonly ended: Promise<number | string>;
  stderr = '';

  constructor(program: string, args: readonly string[]) {
    this.#child = fork(program, args, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child.stderr!.on('data', (text) => {
      this.stderr += text;
    });
    this.ended = new Promise((resolve) =>
      this.#child.on('close', (code, signal) => resolve(signal ?? code ?? 0)),
    );
  }

  /** Returns whether it was still there. */
  kill(): boolean {
    return this.#child.exitCode === null && this.#child.kill('SIGKILL');
  }
}
