import { createRequire } from 'node:module';
import path from 'node:path';
import type { Store } from '../../cache/store.js';
import { RestudyError } from '../../pipeline/errors.js';
import { hashFiles } from '../../pipeline/key/files.js';
import type { OwnParts } from '../../pipeline/key/parts.js';
import type { PlacedStep } from '../../pipeline/study/step.js';

/** A step of the study as it is shipped, and the parts of its key that do not depend on what comes before it. */
export interface ReleasedStep extends PlacedStep {
  readonly parts: Omit<OwnParts, 'files'>;
  /** The files that it reads. */
  readonly files: Readonly<Record<string, PackageFile>>;
}

/** A file by the package that has it, and its path there. */
interface PackageFile {
  readonly package: string;
  readonly path: string;
}

/**
 * What a release says of its study with no param set, so that a run with nothing to do need not make stages and the
 * schemas of their params to know its keys. Written when it was built (scripts/write-fingerprints.mjs).
 */
export interface ReleasedStudy {
  readonly study: string;
  readonly steps: readonly ReleasedStep[];
}

/** As `ownParts` of the same step with no param set. Throws a RestudyError for a file that cannot be read. */
export async function releasedParts({ parts, files }: ReleasedStep, store: Store): Promise<OwnParts> {
  const paths = Object.entries(files).map(([name, file]) => [name, pathOf(file)]);
  return { ...parts, files: await hashFiles(Object.fromEntries(paths), store) };
}

function pathOf(file: PackageFile): string {
  try {
    const found = createRequire(import.meta.url).resolve(`${file.package}/package.json`);
    return path.join(path.dirname(found), file.path);
  } catch (cause) {
    throw new RestudyError('bad-input', `The package ${file.package} is not installed: run npm install.`, {
      cause,
    });
  }
}
