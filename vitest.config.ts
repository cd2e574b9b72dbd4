import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/whole-study.ts'],
    // Many tests wait for the disk or for processes of their own: one worker would leave a core idle.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What a page or a process comes to is waited for as long as on a busy machine.
    expect: { poll: { timeout: 30_000 } },
  },
});
