import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../cli/restudy.js';
import { writeStudy } from '../edited-study.js';

// What surrounds a run is in no key: thread count, Node's version, working directory, environment, clock, commit.
// Each is changed for a process of its own, which runs the study from its sources.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const root = fileURLToPath(new URL('../../../', import.meta.url));
const home = path.join(folder, 'study');
const elsewhere = path.join(folder, 'elsewhere');

const PROGRAM = `
import { configure, openLmdbStore, planSteps, runSteps, sourceFingerprints } from 'restudy';
import { study } from './study.ts';

const [cache, threads] = process.argv.slice(2);
const store = await openLmdbStore(cache);
const session = { study: study.name, store, fingerprints: sourceFingerprints(), resources: {}, threads: Number(threads) };
const outcomes = {};
await runSteps(configure(study, []), session, { jobs: 2 }).forEach(({ type, step, state }) => {
  if (type === 'step') outcomes[step] = state.state;
});
await store.close();
console.log(JSON.stringify({ outcomes, year: new Date().getFullYear() }));
`;

const CLOCK = `
const Now = Date;
const ahead = 10 * 366 * 24 * 3600 * 1000;
globalThis.Date = class Date extends Now {
  constructor(...args) { super(...(args.length > 0 ? args : [Now.now() + ahead])); }
  static now() { return Now.now() + ahead; }
};
`;

interface Surroundings {
  readonly node?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly threads?: number;
  readonly first?: readonly string[];
}

/** Runs the study; step -> what became of it. */
async function run({ node = process.execPath, cwd = home, env = {}, threads = 1, first = [] }: Surroundings) {
  const program = [path.join(home, 'program.ts'), path.join(folder, 'cache'), String(threads)];
  const loader = ['--import', pathToFileURL(path.join(root, 'scripts/ts-node.mjs')).href];
  const { stdout } = await promisify(execFile)(node, [...loader, ...first, ...program], {
    cwd,
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout) as { readonly outcomes: Record<string, string>; readonly year: number };
}

beforeAll(async () => {
  writeStudy(home);
  mkdirSync(elsewhere);
  for (const [name, text] of Object.entries({
    'program.ts': PROGRAM,
    'clock.mjs': CLOCK,
  })) {
    writeFileSync(path.join(home, name), text);
  }
  expect(new Set(Object.values((await run({})).outcomes))).toEqual(new Set(['ran']));
});

const other = process.env['OTHER_NODE'];
const clock = ['--import', pathToFileURL(path.join(home, 'clock.mjs')).href];

test.each<[string, Surroundings]>([
  ['another number of threads', { threads: 7 }],
  ['another working directory', { cwd: elsewhere }],
  ['other environment variables', { env: { LANG: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo', FACTOR: '7' } }],
  ['another clock', { first: clock }],
  ...(other ? [['another version of Node', { node: other }] as [string, Surroundings]] : []),
])('%s reruns nothing', async (_, surroundings) => {
  const { outcomes, year } = await run(surroundings);
  expect(new Set(Object.values(outcomes))).toEqual(new Set(['hit']));
  if (surroundings.first === clock) expect(year).toBeGreaterThanOrEqual(new Date().getFullYear() + 9);
});

test('another git commit reruns nothing', async () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: home });
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '-m', 'Anything');
  expect(new Set(Object.values((await run({})).outcomes))).toEqual(new Set(['hit']));
});
