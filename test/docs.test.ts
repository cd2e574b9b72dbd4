import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './cli/restudy.js';

/** `test/file.test.ts › name`, as the pages of promises name their tests. */
const NAMED = /`(?<file>test\/[\w./-]+\.ts) › (?<name>[^`]+)`/g;

test.each(['docs/reliability.md', 'docs/security.md'])('%s names tests that there are', (page) => {
  const named = [...readFileSync(path.join(root, page), 'utf8').matchAll(NAMED)];
  expect(named.length).toBeGreaterThan(10);
  for (const { groups } of named) {
    const { file = '', name = '' } = groups ?? {};
    const source = existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '';
    expect(source.includes(name), `${file} › ${name}`).toBe(true);
  }
});
