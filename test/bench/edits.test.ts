import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { editsTable } from '../../bench/peers/edits/edits-table.js';
import { editsWithEffect } from '../../bench/peers/edits/edits-with-effect.js';
import { editsWithoutEffect } from '../../bench/peers/edits/edits-without-effect.js';
import type { Environment } from '../../bench/peers/edits/python.js';
import { peers, pythonTool } from '../../bench/peers/edits/python-tools.js';
import { restudy } from '../../bench/peers/edits/restudy.js';
import type { Tool } from '../../bench/peers/edits/tool.js';
import { tryEdit } from '../../bench/peers/edits/try-edit.js';
import { judge } from '../../bench/peers/edits/verdict.js';

const folder = mkdtempSync(path.join(tmpdir(), 'restudy-edits-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const edits = [...editsWithoutEffect, ...editsWithEffect];
const environment: Environment = { binaries: '', install: async () => {}, versionOf: () => '1.0' };

describe('an edit', () => {
  const tools: readonly Tool[] = [restudy, ...peers.map((peer) => pythonTool(peer, environment))];

  test.each(tools)('of the list fits the project of $id', async (tool) => {
    for (const edit of edits) {
      const run = async () => ({ ran: edit.mustRun, total: edit.total });
      expect(await tryEdit(edit, { ...tool, run }, folder)).toMatchObject({ verdict: 'right' });
    }
  });

  it('that does not fit is no verdict on the tool, one that the tool ends badly at is', async () => {
    const [tool, edit] = [tools[0]!, edits[0]!];
    const run = async () => ({ ran: [], total: edit.total });
    const changes = { restudy: () => void 0, python: () => void 0 };
    const unfit = { ...changes, restudy: edits[1]!.changes.python };
    await expect(tryEdit({ ...edit, changes: unfit }, { ...tool, run }, folder)).rejects.toThrow(/ENOENT/);
    const fail = () => Promise.reject(new Error('ended with 1:\nno disk'));
    expect(await tryEdit({ ...edit, changes }, { ...tool, run: fail }, folder)).toEqual({
      verdict: 'failed',
      because: 'no disk',
    });
  });
});

describe('the verdict', () => {
  const edit = { mustRun: ['scale', 'total'], total: 24 };
  const verdict = async (ran: readonly string[], total: number, fresh = 24, mustRun = edit.mustRun) =>
    judge({ ...edit, mustRun }, { ran, total }, async () => ({ ran: [], total: fresh }));

  it('is right where what had to run did, in any order, and nothing else', async () => {
    expect(await verdict(['total', 'scale'], 24)).toMatchObject({ verdict: 'right' });
    expect(await verdict([], 24, 24, [])).toMatchObject({ verdict: 'right' });
  });

  it('is missed where the result is wrong, or a step did not run that had to', async () => {
    expect(await verdict(['scale'], 20)).toEqual({
      verdict: 'missed',
      because: 'it gives 20, a fresh run 24',
    });
    expect(await verdict(['scale', 'total'], 20, 22)).toEqual({
      verdict: 'missed',
      because: 'it gives 20, and even a fresh run 22, not 24',
    });
    expect(await verdict(['scale'], 24)).toEqual({ verdict: 'missed', because: 'not run: total' });
  });

  it('is false where a step ran for nothing, unless more is wrong', async () => {
    const because = 'run for nothing: total';
    expect(await verdict(['scale', 'total'], 24, 24, ['scale'])).toEqual({ verdict: 'false', because });
    expect(await verdict(['total'], 24, 24, ['scale'])).toMatchObject({ verdict: 'missed' });
  });
});

test('the table counts what was missed and what ran for nothing; a tool that is not there leaves its column empty', () => {
  const findings = (['right', 'missed', 'false'] as const).map((verdict) => ({ verdict, because: '' }));
  const text = editsTable(edits.slice(0, 3), [
    { name: 'ours', findings },
    { name: 'theirs', missing: 'no network' },
  ]);
  const lines = text.split('\n');
  expect(lines.map((line) => line.split(' | ').slice(2).join(' | '))).toEqual([
    'ours | theirs |',
    '--- | --- |',
    'right |  |',
    '**missed** |  |',
    '**false** |  |',
    '1 missed, 1 false |  |',
    '',
    '',
  ]);
  expect(lines.at(-1)).toBe('theirs: no network');
});
