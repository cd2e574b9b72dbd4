// Read by the program that decides which one to start: nothing but Node, and not a file more than it takes.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A `package.json` that has something to say of a study. */
export interface FoundProject {
  /** The folder that it lies in. Absolute. */
  readonly folder: string;
  /** What stands under "restudy" there; or why nobody can tell, as the file is no JSON. */
  readonly says: { readonly restudy: unknown } | { readonly fault: string };
}

/**
 * The project that a folder is in, as git and npm find theirs: the nearest `package.json`, there or in a folder above, that
 * has a "restudy". One that has none is passed by: it is that of a package within the project. So is one that cannot be read.
 * @param from an absolute path.
 */
export function findProject(from: string): FoundProject | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const says = read(path.join(folder, 'package.json'));
    if (says) return { folder, says };
    if (path.dirname(folder) === folder) return undefined;
  }
}

function read(file: string): FoundProject['says'] | undefined {
  // Asking first is cheap; of a file that is not there, the error is not.
  if (!existsSync(file)) return undefined;
  let manifest: string;
  try {
    manifest = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  // Many a package.json names no study. To find that out, most need not be parsed.
  if (!manifest.includes('"restudy"')) return undefined;
  try {
    const { restudy } = JSON.parse(manifest) as { readonly restudy?: unknown };
    return restudy === undefined ? undefined : { restudy };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
