import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/whole-study.ts'],
    setupFiles: ['test/equal-bytes.ts'],
    // Many tests wait for the disk or for processes of their own: one worker would leave a core idle.
    maxWorkers: '100%',
    // A new process for each file, that loads everything again, takes as long as many a file's tests.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What a page or a process comes to is waited for as long as on a busy machine.
    expect: { poll: { timeout: 30_000 } },
  },
});
