import { statSync } from 'node:fs';
import path from 'node:path';
import { type ReachedSources, readReached, type SourceFault } from '../../pipeline/code/reached-sources.js';
import { stampOf } from '../../pipeline/file-stamp.js';
import { readSettings } from '../options/settings.js';

/** What a run that started now would find. */
export interface SavedState {
  /**
   * What a run depends on -> what it says now: the sources as one text, the params file as its settings, a file of
   * data as its stat, since it may be large. As long as all of it is the same, no key changes.
   */
  readonly parts: ReadonlyMap<string, string>;
  /** The files that all of this was read from, or looked for. Absolute. */
  readonly files: readonly string[];
  /** Why the sources cannot be run, if they cannot. */
  readonly faults: readonly SourceFault[];
}

/** Where a run's input lies. */
export interface WatchedInputs {
  /** The module that wires the study, where it is run from its sources; a release has no sources to save. */
  readonly study: string | undefined;
  readonly params: string | undefined;
  /** The files of data that the last run said it reads. */
  readonly reads: readonly string[];
}

/** Reads everything that decides what a run does. Cheap enough to be done at each save. */
export async function readSaved({ study, params, reads }: WatchedInputs): Promise<SavedState> {
  const sources: ReachedSources = study === undefined ? { files: [], text: '' } : await readReached(study);
  const faults = 'faults' in sources ? sources.faults : [];
  const text = 'faults' in sources ? JSON.stringify(faults) : sources.text;
  const paramsFile = params === undefined ? [] : [path.resolve(params)];
  return {
    parts: new Map([
      ['sources', text],
      ['params', params === undefined ? '' : await settingsText(params)],
      ...stampsOf(reads),
    ]),
    files: [...sources.files, ...paramsFile, ...reads],
    faults,
  };
}

/** The state of files of data as far as their stats tell it. */
export function stampsOf(files: readonly string[]): [string, string][] {
  return files.map((file) => [file, stampIfThere(file)]);
}

function stampIfThere(file: string): string {
  try {
    return stampOf(statSync(file, { bigint: true }));
  } catch (error) {
    // The run says what is wrong with it; here it matters when that changes.
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}

/** Whether a run from one state would be the same as one from the other. */
export function isSame(one: SavedState, other: SavedState): boolean {
  return (
    one.parts.size === other.parts.size &&
    [...one.parts].every(([name, text]) => other.parts.get(name) === text)
  );
}

/** What the params file says; comments and order of writing are no part of it. What is wrong with it, if something is. */
async function settingsText(params: string): Promise<string> {
  try {
    return JSON.stringify(await readSettings({ params, set: [] }));
  } catch (error) {
    return `unreadable: ${(error as Error).message}`;
  }
}
