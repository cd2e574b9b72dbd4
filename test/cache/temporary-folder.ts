import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

const made: string[] = [];

/** A new empty folder, which is deleted after the test. Call it once in a file, outside of the tests. */
export function useTemporaryFolders(): () => string {
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'restudy-cache-'));
    made.push(folder);
    return folder;
  };
}
