import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parse, stringify } from 'yaml';
import { restudyProgram } from '../cli/restudy.js';
import { writeSmallStudy } from '../cli/small-digits.js';
import { tellSize } from './process-size.js';

/** How many times it is said how things are. */
const SAMPLES = 10;

/**
 * Watches a study for many edits, with its live page open, and says what the process takes up all along (Linux). Each edit is
 * saved when the run that the one before set off has ended.
 */
export async function soak(folder: string, edits: number): Promise<number> {
  const file = writeSmallStudy(folder);
  const params = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const args = [
    'watch',
    'split',
    '--json',
    '--ui',
    '--port',
    '0',
    '--params',
    file,
    '--cache',
    path.join(folder, 'cache'),
  ];
  const watch = spawn(process.execPath, [restudyProgram, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const lines = createInterface({ input: watch.stdout })[Symbol.asyncIterator]();
    const next = async (type: string): Promise<Readonly<Record<string, unknown>>> => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error('watch ended');
        const line = JSON.parse(value) as Readonly<Record<string, unknown>>;
        if (line['type'] === type) return line;
      }
    };
    const { url } = await next('page');
    let eventBytes = 0;
    http.get(`${String(url)}api/events`, (answer) =>
      answer.on('data', ({ length }) => (eventBytes += length)),
    );
    await next('waiting');
    for (let edit = 0; edit <= edits; edit++) {
      if (edit % Math.ceil(edits / SAMPLES) === 0)
        tellSize(`${edit} edits`, watch, `the page was told ${(eventBytes / 1e3).toFixed(0)} kB`);
      writeFileSync(file, stringify({ ...params, split: { randomState: edit } }));
      await next('run-ended');
      await next('waiting');
    }
    return 0;
  } finally {
    watch.kill('SIGINT');
    await once(watch, 'exit');
  }
}
