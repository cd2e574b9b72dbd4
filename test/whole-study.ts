import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cache of the whole study, for those tests that need all of its models: what one of them ran is there for the others. */
    readonly wholeStudyCache: string;
  }
}

/** Before all tests, once; and after them. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'restudy-whole-study-'));
  provide('wholeStudyCache', path.join(folder, 'cache'));
  return () => rmSync(folder, { recursive: true, force: true });
}
