import { spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, temporaryFolder } from './restudy.js';
import { writeSmallStudy } from './small-digits.js';

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
const COLOUR = /\u001B\[[\d;]*m/;

interface Look {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Everything that a command writes to a terminal. */
function onTerminal(command: string, { columns = 100, rows = 40, env = {} }: Look = {}): Promise<string> {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...inherited } = process.env;
  const sized = `stty cols ${columns} rows ${rows}; exec "${process.execPath}" "${PROGRAM}" ${command} ${options}`;
  const child = spawn('script', ['-qec', sized, '/dev/null'], {
    env: { ...inherited, TERM: 'xterm-256color', COLORTERM: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', () => resolve(written.replaceAll('\r\n', '\n')));
  });
}

const linesOf = (text: string) => stripVTControlCharacters(text).split('\n');

describe.skipIf(process.platform !== 'linux')('on a terminal', () => {
  test('a run draws a picture, takes it away, and leaves what ran and the table', async () => {
    const written = await onTerminal('run');
    expect(written).toContain(HIDE_CURSOR);
    expect(written.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(written.lastIndexOf(HIDE_CURSOR));
    expect(linesOf(written).some((line) => line.startsWith('└ '))).toBe(true);
    const left = linesOf(written.slice(written.lastIndexOf(SHOW_CURSOR)));
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
      expect.arrayContaining(['= 21 steps are hits', expect.stringMatching(/^done in 0\.\d s$/)]),
    );
    expect(linesOf(written).filter((line) => line.endsWith('  hit'))).toHaveLength(21);
  });

  test.each([40, 60, 80])('no line is wider than a window of %i columns', async (columns) => {
    // Another param each time, so that something runs.
    const written = await onTerminal(`run --set rf.nEstimators=${columns}`, { columns, rows: 12 });
    expect(written).toContain(HIDE_CURSOR);
    // What is left; the picture before it is another test's (run-picture.test.ts).
    const lines = linesOf(written.slice(written.lastIndexOf(SHOW_CURSOR)));
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(stringWidth(line)).toBeLessThan(columns);
  });

  test('NO_COLOR takes the colours away and nothing else', async () => {
    const coloured = await onTerminal('run --set rf.nEstimators=2');
    const plain = await onTerminal('run --set rf.nEstimators=3', { env: { NO_COLOR: '1' } });
    expect(coloured).toMatch(COLOUR);
    expect(plain).not.toMatch(COLOUR);
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

  describe('get explore draws the first digits', () => {
    test('in greys where the terminal has them', async () => {
      const written = await onTerminal('get explore', { columns: 80 });
      expect(linesOf(written)[0]).toBe('mnist_784: 600 samples of 784 features, 10 classes');
      // Fourteen pixels a digit, five digits in a row, seven lines of blocks: 250 = 232 + 18, a grey.
      expect(linesOf(written).filter((line) => line === Array(5).fill('▀'.repeat(14)).join('  '))).toHaveLength(14);
      expect(written).toMatch(/\u001B\[38;5;2[34]\d;48;5;\d+m▀/);
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
