import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as exported from '../../stages/index.js';
import { root } from '../cli/restudy.js';

test('every stage is there for studies of one’s own', async () => {
  const files = readdirSync(path.join(root, 'stages'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !['index.ts', 'study.ts'].includes(file),
  );
  const modules = await Promise.all(files.map((file) => import(path.join(root, 'stages', file))));
  const isStage = (value: unknown) => typeof (value as { readonly run?: unknown } | null)?.run === 'function';
  const stages = modules.flatMap((module) => Object.values<object>(module).filter(isStage));
  expect(stages.length).toBeGreaterThan(10);
  const known = new Set<object>(Object.values(exported));
  expect(stages.filter((stage) => !known.has(stage))).toEqual([]);
});
