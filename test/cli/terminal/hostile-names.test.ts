import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { styled } from '../../../cli/terminal/output.js';
import { type Finished, finished, restudyProgram, startIn, temporaryFolder } from '../restudy.js';
import { linkPackages } from '../workspace/own-project.js';

// A study whose stages, params, outputs, sources, logs and errors hold what a terminal obeys: a title for the window, a
// colour, and what turns text around. All of it is harmless; none of it may arrive.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const HOSTILE = '\u001B]0;taken over\u0007\u001B[31mred\u009B1m\u202Eback';
/** As it is shown. */
const SPELLED = '\\u001b]0;taken over\\u0007\\u001b[31mred\\u009b1m\\u202eback';
/** What a terminal obeys, or a reader is deceived by; lines end as lines do. */
const OBEYED = /[^\P{C}\n]/u;

const text = JSON.stringify(HOSTILE);
const stage = (name: string, body: string) => `export const ${name} = defineStage({
  name: ${text} + '${name}', module: import.meta.url, params: z.strictObject({ [${text}]: z.string().default('one') }),
  inputs: {}, outputs: { [${text}]: artifactType('text') }, uses: {}, async run({ params, log }) { ${body} },
});
`;
const STUDY = (told: string) => `import { artifactType, defineStage, defineStudy } from 'restudy';
import * as z from 'zod';
// As it is in a template, a name may hold anything: the kept source has it too.
const told = \`${HOSTILE}${told}\`;
${stage('named', `log(told); return { [${text}]: told + params[${text}] };`)}
${stage('failing', 'throw new Error(told);')}
export default defineStudy(${text}, (step) => {
  step('named', named, {});
  step('failing', failing, {});
});
`;

const project = path.join(folder, 'project');
const restudy = (...args: string[]) => finished(startIn(project, args));
const set = ['--set', `named.${HOSTILE}=${HOSTILE}`];

beforeAll(async () => {
  mkdirSync(project);
  writeFileSync(path.join(project, 'study.mjs'), STUDY(''));
  writeFileSync(
    path.join(project, 'package.json'),
    JSON.stringify({ type: 'module', restudy: { study: 'study.mjs' } }),
  );
  linkPackages(project);
  await restudy('run', ...set);
  // So that there is a change to tell of.
  await restudy('run');
  writeFileSync(path.join(project, 'study.mjs'), STUDY('!'));
});

/** Nothing of it is obeyed, and JSON is JSON. */
function expectHarmless({ stdout, stderr }: Finished, args: readonly string[]): void {
  expect(OBEYED.exec(stdout), `${args.join(' ')}: ${JSON.stringify(stdout)}`).toBe(null);
  expect(OBEYED.exec(stderr), `${args.join(' ')}: ${JSON.stringify(stderr)}`).toBe(null);
}

const COMMANDS: readonly (readonly string[])[] = [
  ['run'],
  ['run', '--check', 'all'],
  ['plan'],
  ['plan', ...set],
  ['why', 'named'],
  ['why', 'named', ...set],
  ['audit'],
  ['audit', 'named', ...set],
  ['bless', 'named'],
  ['get', `latest:named.${HOSTILE}`],
  ['get', 'named', ...set],
  ['lineage', 'latest:named'],
  ['lineage', 'latest:named', '--down'],
  ['lineage', '--file', HOSTILE],
  ['graph'],
  ['graph', '--format', 'dot'],
  ['graph', '--format', 'svg'],
  ['report'],
  ['report', '-o', HOSTILE],
  ['runs'],
  ['diff', 'previous', 'latest'],
  ['export', '--ro-crate', path.join(folder, HOSTILE)],
  ['serve', '--port', HOSTILE],
  ['watch', '--jobs', HOSTILE],
  ['init', path.join(folder, `${HOSTILE}init`)],
  ['cache', 'stats'],
  ['cache', 'verify'],
  ['cache', 'verify', '--repair', '--cache', HOSTILE],
  ['cache', 'gc', '--keep-runs', HOSTILE],
  ['cache', 'gc', '--dry-run'],
  [HOSTILE],
  ['run', HOSTILE],
  ['run', `--${HOSTILE}`],
  ['run', '--set', HOSTILE],
  ['run', '--params', HOSTILE],
  ['run', '--study', HOSTILE],
  ['run', '--tag', HOSTILE],
  ['run', '--sign', HOSTILE],
  ['cache', 'clear'],
];

describe('what a terminal would obey', () => {
  test.each(
    COMMANDS.map((args) => [args.join(' ').replaceAll(HOSTILE, '…').replaceAll(folder, ''), args] as const),
  )('is spelled out by %s', async (_, args) => {
    // What has to be new is there after the first time; that is an error then, with the name in it.
    const all = [args, ...(args[0] === HOSTILE ? [] : [[...args, '--json', '--verbose']])];
    await Promise.all(all.map(async (command) => expectHarmless(await restudy(...command), command)));
  });
});

describe('a hostile name', () => {
  test('can be read where it is shown', async () => {
    await restudy('run', ...set);
    const why = await restudy('why', 'named');
    expect(why.stdout).toContain(SPELLED);
    const failed = await restudy('run', 'failing');
    expect(failed.stdout).toContain(`failing: failed: ${SPELLED}!`);
  });

  test('is in JSON what it was', async () => {
    const { lines } = await restudy('run', 'named', '--json');
    const ended = lines.find(({ type, step }) => type === 'step' && step === 'named');
    expect(Object.keys(ended?.['outputs'] as object)).toEqual([HOSTILE]);
    const { stdout } = await restudy('get', 'named', ...set);
    expect(JSON.parse(stdout)).toBe(`${HOSTILE}!${HOSTILE}`);
  });
});

test.skipIf(process.platform !== 'linux')(
  'on a terminal that a run is drawn on nothing of it is obeyed',
  async () => {
    const command = `"${process.execPath}" "${restudyProgram}" run`;
    // util-linux gives the program a terminal.
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: project,
      env: { ...process.env, TERM: 'xterm-256color' },
    });
    const { stdout } = await finished(child);
    expect(stdout).toContain('\u001B[');
    expect(stdout).toContain('\\u001b]0;taken over');
    for (const obeyed of ['\u001B]', '\u0007', '\u009B', '\u202E']) expect(stdout).not.toContain(obeyed);
  },
);

test('colours of our own pass, and nothing else that looks like them', () => {
  const own = '\u001B[1m\u001B[36mbold\u001B[39m\u001B[22m \u001B[38;5;240;48;5;16m▀\u001B[0m';
  expect(styled(own)).toBe(own);
  expect(styled('\u001B[2J\u001B[5m\u001B[8m\u001B]0;title\u0007')).toBe(
    '\\u001b[2J\\u001b[5m\\u001b[8m\\u001b]0;title\\u0007',
  );
});
