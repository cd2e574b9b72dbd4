import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PATH_OPTIONS } from '../../../cli/options/path-options.js';
import { type Finished, finished, outcomes, restudy, startIn, temporaryFolder } from '../restudy.js';
import { ranIn, Watching } from '../watch/watching.js';
import { linkPackages } from '../workspace/own-project.js';

// Commands given in a folder of a project: which project they take, where they work, and what the user's paths mean.

const { folder: home, remove } = temporaryFolder();
afterAll(remove);

const open: Watching[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((watching) => watching.stop()));
});

const STUDY = `import { readFile } from 'node:fs/promises';
import { artifactType, defineStage, defineStudy } from 'restudy';
import * as z from 'zod';

const numbers = artifactType('numbers');
const module = import.meta.url;
export const table = defineStage({
  name: 'table',
  module,
  params: z.strictObject({ path: z.string().default('data.csv'), factor: z.number().default(1) }),
  keyParams: ({ factor }) => ({ factor }),
  inputs: {},
  outputs: { numbers },
  uses: {},
  files: ({ path }) => ({ table: path }),
  async run({ params }) {
    const text = await readFile(params.path, 'utf8');
    return { numbers: text.trim().split(',').map((value) => Number(value) * params.factor) };
  },
});
export default defineStudy('NAME', (step) => {
  step('table', table);
});
`;

/** Writes a project that reads a table beside its study, doubled by its params file. Returns its folder. */
function writeProject(...place: readonly string[]): string {
  const folder = path.join(home, ...place);
  mkdirSync(path.join(folder, 'stages/deep'), { recursive: true });
  const files = {
    'package.json': '{ "type": "module", "restudy": { "study": "study.mjs", "params": "params.yaml" } }',
    'study.mjs': STUDY.replace('NAME', path.basename(folder)),
    'params.yaml': 'table:\n  factor: 2\n',
    'data.csv': '1,2,3\n',
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  linkPackages(folder);
  return folder;
}

const run = (folder: string, ...args: string[]) => finished(startIn(folder, args));
const entries = (folder: string) => readdirSync(folder).sort();
const studyOf = ({ lines }: Finished) => lines.find(({ type }) => type === 'run-started')?.['study'];

let project: string;
let deep: string;
beforeAll(() => {
  project = writeProject('outer');
  deep = path.join(project, 'stages/deep');
});

describe('a command in a folder of a project', () => {
  test('takes the study, the params, the data and the cache of the project, and says so on stderr', async () => {
    const { code, stdout, stderr } = await run(deep, 'run');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `restudy: working in ${project}, the project that this folder is in.\n`,
    });
    expect(stdout).toMatch(/^table: ran /m);
    expect(entries(deep)).toEqual([]);
    expect(entries(path.join(project, 'stages'))).toEqual(['deep']);
    expect(entries(project)).toContain('.restudy');
    expect(JSON.parse((await run(deep, 'get', 'table.numbers')).stdout)).toEqual([2, 4, 6]);
  });

  test('shares its results with the same command in the project itself, which need not be told', async () => {
    const { code, stderr, lines, stdout } = await run(project, 'run', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(outcomes({ code, stderr, stdout, lines })).toEqual({ ran: [], other: [] });
    expect((await run(project, 'run')).stderr).toBe('');
  });

  test('prints nothing but JSON with --json', async () => {
    const { code, stdout, stderr } = await run(deep, 'plan', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const line of stdout.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });

  test('has nothing to say of it where no project is taken: init, help, the version, --study', async () => {
    const elsewhere = path.join(project, 'elsewhere');
    mkdirSync(elsewhere);
    const quiet = [
      ['init', 'new'],
      ['--help'],
      ['help', 'run'],
      ['run', '--help'],
      ['--version'],
      ['plan', '--study', '../study.mjs', '--set', 'table.path=../data.csv'],
    ];
    const all = await Promise.all(quiet.map((args) => run(elsewhere, ...args)));
    expect(all.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      quiet.map(() => ({ code: 0, stderr: '' })),
    );
    expect(entries(elsewhere)).toEqual(['.restudy', 'new']);
  });
});

describe('which project is taken', () => {
  const study = async (folder: string) => studyOf(await run(folder, 'run', '--json'));

  test('the nearest one; a package.json without "restudy" is of a package within it', async () => {
    const inner = writeProject('outer/packages/inner');
    const within = path.join(project, 'packages/tools');
    mkdirSync(path.join(within, 'src'), { recursive: true });
    writeFileSync(path.join(within, 'package.json'), '{ "dependencies": { "restudy": "*" } }');
    const folders = [path.join(inner, 'stages/deep'), path.join(within, 'src'), within];
    expect(await Promise.all(folders.map(study))).toEqual(['inner', 'outer', 'outer']);
    expect(entries(within)).toEqual(['package.json', 'src']);
  });

  test('the shipped study, where there is none above', async () => {
    const bare = path.join(home, 'bare/below');
    mkdirSync(bare, { recursive: true });
    const { stdout, stderr } = await run(bare, 'graph');
    expect(stdout).toContain('svm-grid');
    expect(stderr).toBe('');
  });

  test.each([
    ['no JSON', '{ "restudy": { "study": "study.mjs" }, }', /: this is not JSON, .*--study FILE\.$/],
    ['another form', '{ "restudy": "study.mjs" }', /: "restudy" must be of the form .*; got "study\.mjs"\.$/],
  ])('none, and an error that names the file, if that is of %s', async (_, text, message) => {
    const broken = path.join(home, `outer/broken-${text.length}`);
    mkdirSync(path.join(broken, 'below'), { recursive: true });
    const file = path.join(broken, 'package.json');
    writeFileSync(file, text);
    const [below, here] = await Promise.all([run(path.join(broken, 'below'), 'run'), run(broken, 'run')]);
    expect(below.code).toBe(2);
    expect(below.stderr.trim()).toMatch(message);
    expect(below.stderr.startsWith(`restudy: ${file}: `)).toBe(true);
    expect(here.code).toBe(2);
    expect(here.stderr).toMatch(/^restudy: package\.json: /);
    expect(entries(broken)).toEqual(['below', 'package.json']);
  });
});

describe('a path that the user gives is seen from where the user is', () => {
  test('of the params and the cache, in both forms', async () => {
    writeFileSync(path.join(deep, 'mine.yaml'), 'table:\n  factor: 5\n');
    const options = ['--params=mine.yaml', '--cache', 'own'];
    expect((await run(deep, 'run', ...options)).code).toBe(0);
    expect(entries(deep)).toEqual(['mine.yaml', 'own']);
    const got = await run(deep, 'get', 'table.numbers', '--params', 'mine.yaml', '--cache=own');
    expect(JSON.parse(got.stdout)).toEqual([5, 10, 15]);
    const missing = await run(deep, 'run', '--params', 'none.yaml');
    expect(missing.stderr).toContain(`restudy: --params ${path.join(deep, 'none.yaml')}: cannot read`);
  });

  test('of what is written and what is read', async () => {
    const out = path.join(project, 'out');
    mkdirSync(out);
    await run(out, 'get', 'table.numbers', '-o', 'one.json');
    await run(out, 'get', 'table.numbers', '-otwo.json');
    await run(out, 'get', 'table.numbers', '--output=three.json', '--format', 'bin');
    await run(out, 'export', '--ro-crate', 'crate');
    expect(entries(out)).toEqual(['crate', 'one.json', 'three.json', 'two.json']);
    expect(readFileSync(path.join(out, 'two.json'), 'utf8')).toBe(
      readFileSync(path.join(out, 'one.json'), 'utf8'),
    );
    const { code, stdout } = await run(out, 'lineage', '--file', 'three.json');
    expect(code).toBe(0);
    expect(stdout).toContain('table.numbers');
  });

  test('what follows -- are steps, which have no paths', async () => {
    const { stderr } = await run(deep, 'plan', '--', '--cache=x');
    expect(stderr).toContain('There is no step "--cache=x"');
  });

  test('every option that takes a file or a folder is known to be a path', async () => {
    const commands = (await restudy(['help'])).stdout.matchAll(/^ {2}([a-z]+) .*\S/gm);
    const names = [...commands].map(([, name]) => [name!]).filter(([name]) => name !== 'help');
    const parts = ['stats', 'verify', 'gc', 'clear'].map((part) => ['cache', part]);
    const helps = await Promise.all([...names, ...parts].map((command) => restudy([...command, '--help'])));
    const options = helps.flatMap(({ stdout }) =>
      [...stdout.matchAll(/^ +(?:(-[a-z]), )?(--[a-z-]+) <(?:file|dir)>/gm)].flatMap(([, short, long]) =>
        [short, long].filter((option) => option !== undefined),
      ),
    );
    expect([...new Set(options)].sort()).toEqual([...PATH_OPTIONS].sort());
  });
});

test('the record of a run has a command that repeats it in the project', async () => {
  await run(deep, 'run', '--cache', 'again', '--tag', 'kept');
  const { lines } = await run(deep, 'runs', '--json', '--cache', 'again');
  const command = lines[0]?.['command'] as string[];
  expect(command).toEqual([
    ...['run', '--cache', path.join(deep, 'again'), '--tag', 'kept'],
    ...['--study', 'study.mjs', '--params', 'params.yaml'],
  ]);
  expect(outcomes(await run(project, ...command, '--json'))).toEqual({ ran: [], other: [] });
});

test('watch sees the project: its runs, its params, its data', async () => {
  const own = writeProject('watched');
  const folder = path.join(own, 'stages/deep');
  const watching = new Watching([], { from: folder });
  open.push(watching);
  expect(ranIn(await watching.upTo('waiting'))).toEqual(['table']);
  writeFileSync(path.join(own, 'params.yaml'), 'table:\n  factor: 3\n');
  expect(ranIn(await watching.upTo('waiting'))).toEqual(['table']);
  // Not half of it: a save is of the whole file.
  writeFileSync(path.join(own, 'next.csv'), '4,5\n');
  renameSync(path.join(own, 'next.csv'), path.join(own, 'data.csv'));
  expect(ranIn(await watching.upTo('waiting'))).toEqual(['table']);
  expect(JSON.parse((await run(folder, 'get', 'table.numbers')).stdout)).toEqual([12, 15]);
  expect(entries(folder)).toEqual([]);
  expect(existsSync(path.join(own, '.restudy'))).toBe(true);
});
