import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Finished, finished, restudy, root, startIn } from '../restudy.js';

/** A project that `restudy init` wrote, with the packages that npm would install linked into it. */
export interface OwnProject {
  readonly folder: string;
  /** Runs restudy in it. */
  restudy(...args: string[]): Promise<Finished>;
  write(file: string, text: string): void;
  /** Changes a piece of a file's text, which must be there. */
  edit(file: string, from: string, to: string): void;
}

export async function initProject(folder: string): Promise<OwnProject> {
  const { code, stderr } = await restudy(['init', folder]);
  if (code !== 0) throw new Error(stderr);
  linkPackages(folder);
  const place = (file: string) => path.join(folder, file);
  return {
    folder,
    restudy: (...args) => finished(startIn(folder, args)),
    write: (file, text) => writeFileSync(place(file), text),
    edit(file, from, to) {
      const before = readFileSync(place(file), 'utf8');
      if (!before.includes(from)) throw new Error(`${file} does not contain "${from}".`);
      writeFileSync(place(file), before.replace(from, to));
    },
  };
}

/** Installing takes longer than all that is tested; `npm run test:package` does that. */
export function linkPackages(folder: string): void {
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  symlinkSync(root, path.join(folder, 'node_modules/restudy'));
  for (const name of ['zod', 'typescript', '@types']) {
    symlinkSync(path.join(root, 'node_modules', name), path.join(folder, 'node_modules', name));
  }
}
