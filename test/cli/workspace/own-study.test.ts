import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finished, outcomes, restudy, root, startIn, temporaryFolder } from '../restudy.js';
import { writeSmallDigits } from '../small-digits.js';
import { initProject, linkPackages, type OwnProject } from './own-project.js';

// What somebody meets who starts a study of their own: init, run, edit, check, and what is said of mistakes.

const { folder, remove } = temporaryFolder();
afterAll(remove);
let project: OwnProject;
beforeAll(async () => {
  project = await initProject(path.join(folder, 'My Digits'));
  // A few digits, so that the tests are quick.
  const digits = JSON.stringify(writeSmallDigits(folder));
  project.edit('params.yaml', 'perceptron:', `digits: ${digits}\nperceptron:`);
});

const OWN = ['evaluate-perceptron', 'perceptron', 'report'];
const ran = async (...args: string[]) => {
  const run = await project.restudy('run', '--json', ...args);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return outcomes(run).ran;
};

test('init refuses a folder that holds something', async () => {
  const { code, stderr } = await restudy(['init', project.folder]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^restudy: init .*: the folder must not exist yet, or be empty, and it holds \d+ entries/,
  );
});

test('a project depends on this version, and names its study and params', () => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const manifest = JSON.parse(readFileSync(path.join(project.folder, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({
    name: 'my-digits',
    restudy: { study: 'study.ts', params: 'params.yaml' },
    dependencies: { restudy: version },
  });
});

// In this order: each test goes on from where the one before it left the project.
describe('a project', () => {
  test('runs as it is, with a table of its models, own and the package’s', async () => {
    const { code, stdout } = await project.restudy('run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^perceptron +\d\d\.\d\d % +\d+ \/ 120 /m);
    expect(stdout).toMatch(/^svm +\d\d\.\d\d % +\d+ \/ 120 /m);
    expect(stdout).not.toContain('seed');
    expect(await ran()).toEqual([]);
  });

  test('reruns what an edit reaches: a comment nothing, a param, the code, a step its own', async () => {
    project.edit('classifiers/perceptron.ts', 'let [best', '// The first of equals.\n  let [best');
    project.edit('params.yaml', 'epochs: 3', 'epochs: 2');
    expect(await ran()).toEqual(OWN);
    project.edit('classifiers/perceptron.ts', 'guess !== truth', 'truth !== guess');
    // The same weights come of it, so the report stays.
    expect(await ran('--tag', 'edited')).toEqual(['evaluate-perceptron', 'perceptron']);
    project.edit('study.ts', 'evaluate, explore', 'evaluate, trainNearestCentroid, explore');
    project.edit(
      'study.ts',
      '  const evaluateOwn',
      "  step('centroid', trainNearestCentroid, { inputs: { train } });\n  const evaluateOwn",
    );
    expect(await ran()).toEqual(['centroid']);
  });

  test('its stages are explained, audited, drawn and reported as the package’s are', async () => {
    const [why, audit, graph, report] = await Promise.all([
      project.restudy('why', 'perceptron', '--set', 'perceptron.epochs=1'),
      project.restudy('audit', 'perceptron', '--json'),
      project.restudy('graph', '--format', 'dot'),
      project.restudy('report', '-o', 'page.html'),
    ]);
    expect(why.stdout).toContain('epochs 2 -> 1');
    expect(audit.lines).toContainEqual(
      expect.objectContaining({ step: 'perceptron', verdict: 'reproduced' }),
    );
    expect(graph.stdout).toContain('"train-perceptron"'.slice(1, -1));
    expect(report).toMatchObject({ code: 0 });
    const page = readFileSync(path.join(project.folder, 'page.html'), 'utf8');
    expect(page).toContain('perceptron');
  });

  test('passes a strict compiler, which says what is wrong with a wrong wire', async () => {
    project.write('wrong.ts', WRONG);
    const { stdout } = await compile(project.folder);
    const errors = stdout.split('\n').filter((line) => /error TS/.test(line));
    expect(errors).toEqual([
      "wrong.ts(8,36): error TS2322: Type 'Output<FittedModel>' is not assignable to type 'Output<Dataset>'.",
      expect.stringMatching(
        /^wrong\.ts\(9,43\): error TS2322: Type '{}' is not assignable to type 'Wires<{ train: /,
      ),
    ]);
    expect(stdout).toContain("Property 'train' is missing in type '{}'");
  });
});

const WRONG = `import { defineStudy } from 'restudy';
import { fetch, split, trainNearestCentroid } from 'restudy/stages';

export default defineStudy('wrong', (step) => {
  const { dataset } = step('digits', fetch, {});
  const { train } = step('split', split, { inputs: { dataset } });
  const { model } = step('centroid', trainNearestCentroid, { inputs: { train } });
  step('again', split, { inputs: { dataset: model } });
  step('nothing', trainNearestCentroid, { inputs: {} });
});
`;

function compile(cwd: string): Promise<{ readonly stdout: string }> {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc], { cwd }, (_, stdout) => resolve({ stdout }));
  });
}

describe('mistakes are one clear line', () => {
  const place = path.join(folder, 'mistakes');
  const HEAD = "import { defineStudy } from 'restudy';\nimport * as stages from 'restudy/stages';\n";
  const study = (recipe: string) =>
    `${HEAD}export default defineStudy('wrong', (step) => {\n${recipe}\n});\n`;
  let scratch: OwnProject;
  beforeAll(async () => {
    scratch = await initProject(place);
  });

  test.each([
    [
      'a wrong wire',
      study(
        "const d = step('d', stages.fetch);\nstep('s', stages.split, { inputs: { dataset: d.description } });",
      ),
      /Wrong wiring: input "dataset" of step "s" takes a dataset, but d\.description is a data description\./,
    ],
    [
      'no study',
      'export const study = 1;',
      /its default export must be the study: export default defineStudy/,
    ],
    [
      'a stage whose module is none',
      study("step('s', { ...stages.fetch, module: 'here' }, {});"),
      /the module of "fetch" must be the file that defines it: module: import\.meta\.url; got "here"/,
    ],
    ['text that is no code', 'export default (', /it cannot be loaded: wrong\.mjs:1:\d+.*Unexpected/],
    ['a file that is not there', "import './missing.js';", /it cannot be loaded: .*missing\.js/],
    ['code that throws', "throw new Error('Not today.');", /it cannot be loaded: Not today\./],
  ])('%s', async (_, text, message) => {
    scratch.write('wrong.mjs', text);
    const { code, stderr } = await scratch.restudy('run', '--study', 'wrong.mjs');
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('a study that is not there, and a package.json that names none', async () => {
    const missing = await scratch.restudy('plan', '--study', 'none.ts');
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^restudy: --study none\.ts: there must be/),
    });
    scratch.write('package.json', '{ "restudy": { "studi": "study.ts" } }');
    const misnamed = await scratch.restudy('plan');
    expect(misnamed).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^restudy: package\.json: "restudy" must be of the form/),
    });
  });

  test('a study where the package is not installed', async () => {
    const bare = path.join(folder, 'bare');
    mkdirSync(bare);
    // Without one, Node would take what lies above the folder for its package.
    scratch.write('../bare/package.json', '{ "private": true }');
    scratch.write('../bare/study.mjs', 'export default 1;');
    const { code, stderr } = await finished(startIn(bare, ['run', '--study', 'study.mjs']));
    expect(code).toBe(2);
    expect(stderr).toMatch(/the package restudy is not installed where the study is/);
    linkPackages(bare);
    const linked = await finished(startIn(bare, ['run', '--study', 'study.mjs']));
    expect(linked.stderr).toMatch(/its default export must be the study/);
  });
});
