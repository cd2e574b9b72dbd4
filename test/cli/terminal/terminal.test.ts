import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';

// What is seen on a real terminal: `script` (util-linux) gives the program one, `stty` its size.

const { folder, remove } = temporaryFolder();
afterAll(remove);

let options: string;
beforeAll(() => {
  options = `--params ${writeSmallStudy(folder)} --cache ${path.join(folder, 'cache')}`;
});

const PROGRAM = path.join(root, 'dist/cli.cjs');
/** Which a picture that is drawn anew hides, and shows again in the end. */
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
const COLOUR = '\u001B[3';

interface Look {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command at work on a terminal. */
class OnTerminal {
  written = '';
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcessWithoutNullStreams;
  #arrived: () => void = () => {};

  constructor(command: string, { columns = 100, rows = 40, env = {} }: Look = {}) {
    const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...inherited } = process.env;
    const sized = `stty cols ${columns} rows ${rows}; exec "${process.execPath}" "${PROGRAM}" ${command} ${options}`;
    this.#child = spawn('script', ['-qec', sized, '/dev/null'], {
      env: { ...inherited, TERM: 'xterm-256color', COLORTERM: '', ...env },
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.written += text.replaceAll('\r\n', '\n');
      this.#arrived();
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject).on('close', resolve);
    });
  }

  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** Waits until this was written so often. */
  async shows(pattern: RegExp, times = 1): Promise<void> {
    while ([...stripVTControlCharacters(this.written).matchAll(pattern)].length < times) {
      await new Promise<void>((resolve, reject) => {
        this.#arrived = resolve;
        void this.ended.then(() => reject(new Error(`It ended without ${pattern}.`)));
      });
    }
  }
}

/** Everything that a command writes to a terminal. */
async function onTerminal(command: string, look: Look = {}): Promise<string> {
  const terminal = new OnTerminal(command, look);
  await terminal.ended;
  return terminal.written;
}

const linesOf = (text: string) => stripVTControlCharacters(text).split('\n');

/** What is written once the picture is gone: the cursor is shown then, and once more when the process ends. */
const afterPicture = (text: string) => text.slice(text.indexOf(SHOW_CURSOR));

describe.skipIf(process.platform !== 'linux')('on a terminal', () => {
  test('a run draws a picture, takes it away, and leaves what ran and the table', async () => {
    const written = await onTerminal('run');
    expect(written).toContain(HIDE_CURSOR);
    expect(linesOf(written).some((line) => line.startsWith('└ '))).toBe(true);
    const left = linesOf(afterPicture(written));
    expect(left).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^✓ svm-grid +\d\.\d s {2}never ran before$/),
        expect.stringMatching(/^done in \d/),
        expect.stringMatching(/^step +accuracy +correct +seed +difference +seconds +outcome$/),
        expect.stringMatching(/^report .*ran$/),
      ]),
    );
    expect(left.some((line) => /[├└]/.test(line))).toBe(false);
  });

  test('a run that is all hits draws nothing', async () => {
    const written = await onTerminal('run');
    expect(written).not.toContain(HIDE_CURSOR);
    expect(linesOf(written)).toEqual(
      expect.arrayContaining(['= 24 steps are hits', expect.stringMatching(/^done in 0\.\d s$/)]),
    );
    expect(linesOf(written).filter((line) => line.endsWith('  hit'))).toHaveLength(24);
  });

  test.each([40, 60, 80])('no line is wider than a window of %i columns', async (columns) => {
    // Another param each time, so that something runs.
    const written = await onTerminal(`run --set rf.nEstimators=${columns}`, { columns, rows: 12 });
    expect(written).toContain(HIDE_CURSOR);
    // What is left; the picture before it is another test's (run-picture.test.ts).
    const lines = linesOf(afterPicture(written));
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(stringWidth(line)).toBeLessThan(columns);
  });

  test('NO_COLOR takes the colours away and nothing else', async () => {
    const coloured = await onTerminal('run --set rf.nEstimators=2');
    const plain = await onTerminal('run --set rf.nEstimators=3', { env: { NO_COLOR: '1' } });
    expect(coloured).toContain(COLOUR);
    expect(plain).not.toContain(COLOUR);
    expect(plain).toContain('━');
  });

  test('TERM=dumb gets the plain lines of a pipe', async () => {
    const written = await onTerminal('run --set rf.nEstimators=4', { env: { TERM: 'dumb' } });
    expect(written).not.toContain('\u001B');
    expect(linesOf(written)).toEqual(
      expect.arrayContaining([
        'digits: hit',
        expect.stringMatching(/^rf: running \(nEstimators \d+ -> 4\)$/),
        expect.stringMatching(/^rf: ran in/),
      ]),
    );
  });

  test('watch stays with the results of its last run; r runs again, q quits', async () => {
    const watch = new OnTerminal('watch');
    await watch.shows(/waiting for a save of one of 5 files {2}r runs again, q quits/g);
    await watch.shows(/^step +accuracy/gm);
    watch.type('r');
    await watch.shows(/done in \d\.\d s: 0 ran, 24 were hits/g, 2);
    watch.type('q');
    expect(await watch.ended).toBe(0);
    expect(watch.written.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(watch.written.lastIndexOf(HIDE_CURSOR));
  });

  test('Ctrl-C ends watch', async () => {
    const watch = new OnTerminal('watch');
    await watch.shows(/waiting for a save/g);
    watch.type('\u0003');
    expect(await watch.ended).toBe(130);
  });

  describe('get explore draws the first digits', () => {
    test('in greys where the terminal has them', async () => {
      const written = await onTerminal('get explore', { columns: 80 });
      expect(linesOf(written)[0]).toBe('mnist_784: 600 samples of 784 features, 10 classes');
      // Fourteen pixels a digit, five digits in a row, seven lines of blocks: 250 = 232 + 18, a grey.
      expect(
        linesOf(written).filter((line) => line === Array(5).fill('▀'.repeat(14)).join('  ')),
      ).toHaveLength(14);
      expect(written).toMatch(/38;5;2[34]\d;48;5;\d+m▀/);
    });

    test('and in blocks where it has none', async () => {
      const written = await onTerminal('get explore', { columns: 80, env: { NO_COLOR: '1' } });
      expect(written).not.toContain('\u001B');
      expect(written).toMatch(/█▀+/);
      for (const line of linesOf(written)) expect(stringWidth(line)).toBeLessThan(80);
    });

    test('but JSON if that is asked for', async () => {
      expect(JSON.parse(await onTerminal('get explore --format json'))).toMatchObject({ nSamples: 600 });
    });
  });
});
