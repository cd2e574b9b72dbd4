import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A fenced block of a page: the language after the fence, the word after that (a file's path, a label), the text. */
export interface Block {
  readonly language: string;
  readonly label: string;
  readonly text: string;
}

/** The fenced blocks of a Markdown page, in order. */
export function blocksOf(page: string): Block[] {
  const fenced = /^```(?<language>\w+) ?(?<label>\S*)\n(?<text>.*?)^```$/gms;
  return [...readFileSync(page, 'utf8').matchAll(fenced)].map(({ groups }) => groups as unknown as Block);
}

/** Does to a folder of sources what blocks with a path say: `ts` is a new file, `diff` adds lines to one. */
export function follow(blocks: readonly Block[], folder: string): void {
  for (const { language, label, text } of blocks) {
    if (!label.includes('/')) continue;
    const file = path.join(folder, label);
    if (language === 'ts') {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
    } else if (language === 'diff') writeFileSync(file, withLines(readFileSync(file, 'utf8'), text, label));
  }
}

/** A text with a diff's `+` lines between its other lines, which must be there once. */
function withLines(before: string, diff: string, file: string): string {
  const lines = diff.trimEnd().split('\n');
  const unsigned = (kept: readonly string[]) => kept.map((line) => `${line.slice(1)}\n`).join('');
  const around = unsigned(lines.filter((line) => line.startsWith(' ')));
  if (before.split(around).length !== 2) throw new Error(`${file} does not have once:\n${around}`);
  return before.replace(around, () => unsigned(lines));
}
