import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSmallStudy } from '../cli/small-digits.js';
import { buildProgram } from './build-program.js';
import { corrupt } from './corruption.js';
import { killDownloads } from './downloads.js';
import { killAtRandom, runUndisturbed } from './kills.js';

// The short form of `npm run torture`, with a seed that is always the same.

const SEED = 7;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-torture-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a cache whose processes are killed at random moments loses nothing that was kept', async () => {
  const study = await runUndisturbed(writeSmallStudy(folder), path.join(folder, 'undisturbed'));
  const report = await killAtRandom(study, folder, SEED, (trials) => trials === 6);
  expect(report.failures).toEqual([]);
  expect(report.kills).toBeGreaterThan(3);
});

test('a download whose processes are killed at random moments ends with the file, and never with another', async () => {
  const program = await buildProgram('download-file');
  try {
    const report = await killDownloads(program, folder, SEED, (files) => files === 2);
    expect(report.failures).toEqual([]);
    expect(report.kills).toBeGreaterThan(1);
    expect(report.continued).toBeGreaterThan(0);
  } finally {
    rmSync(program);
  }
});

test('a cache whose file is damaged gives no wrong result: it goes on, or says what to do and is repaired', async () => {
  const program = await buildProgram('use-store');
  try {
    const report = await corrupt(program, folder, SEED, 20);
    expect(report.failures).toEqual([]);
    expect(report.used + report.refused + report.died).toBe(20);
    expect(report.refused).toBeGreaterThan(0);
    expect(report.repaired).toBeGreaterThan(0);
  } finally {
    rmSync(program);
  }
});
