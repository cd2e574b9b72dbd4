import type { KeptSource } from '../../pipeline/code/kept-source.js';
import type { Why } from '../../pipeline/plan/why.js';

/** The difference between two states of a file's source, as a unified diff. */
export interface FileDiff {
  readonly file: string;
  readonly patch: string;
}

/** What changed in the code that the reasons name, a diff a file. */
export async function sourceDiffs({ reasons, sources }: Why): Promise<FileDiff[]> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  const diffs = new Map<string, FileDiff>();
  for (const reason of reasons) {
    if (reason.kind !== 'code') continue;
    const [before, now] = [sources.before[reason.place], sources.now[reason.place]];
    for (const { file } of reason.files ?? []) {
      const [old, current] = [textOf(before, file), textOf(now, file)];
      const [from, to] = [old === '' ? '/dev/null' : file, current === '' ? '/dev/null' : file];
      const patch = createTwoFilesPatch(from, to, old, current, undefined, undefined, {
        headerOptions: FILE_HEADERS_ONLY,
      });
      // Several pieces of code may reach one file.
      diffs.set(patch, { file, patch });
    }
  }
  return [...diffs.values()];
}

function textOf(source: KeptSource | undefined, path: string): string {
  const symbols = source?.files.find((file) => file.path === path)?.symbols ?? [];
  return symbols.map(({ text }) => `${text}\n`).join('');
}
