// Installs the package as npm would pack it into an empty folder elsewhere, and follows a newcomer there: init, run, edit,
// add a stage, compile. npm run test:package
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = mkdtempSync(path.join(tmpdir(), 'restudy-package-'));
const project = path.join(home, 'x');

function call(cwd, command, ...args) {
  console.log(`$ ${command} ${args.join(' ')}`);
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The steps that a run of the project ran; the others were hits. */
function ran() {
  const lines = call(project, 'npx', 'restudy', 'run', '--json')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const steps = lines.filter(({ type }) => type === 'step');
  const failed = steps.filter(({ outcome }) => outcome !== 'ran' && outcome !== 'hit');
  if (failed.length > 0 || steps.length === 0)
    throw new Error(`These steps did not end well: ${JSON.stringify(failed)}`);
  return steps.filter(({ outcome }) => outcome === 'ran').map(({ step }) => step);
}

function expect(what, found, wanted) {
  const [one, other] = [found, wanted].map((steps) => [...steps].sort().join(' '));
  if (one !== other) throw new Error(`${what}: ran "${one}" instead of "${other}"`);
  console.log(`${what}: ran ${one || 'nothing'}`);
}

function edit(file, from, to) {
  const place = path.join(project, file);
  const before = readFileSync(place, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} does not contain "${from}".`);
  writeFileSync(place, before.replace(from, to));
}

try {
  const [{ filename }] = JSON.parse(
    call(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', home),
  );
  writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
  call(home, 'npm', 'install', `./${filename}`, '--prefer-offline', '--no-audit', '--no-fund');
  console.log(call(home, 'npx', 'restudy', 'init', 'x'));
  const own = ['perceptron', 'evaluate-perceptron', 'report'];
  expect('the first run', ran(), ['digits', 'explore', 'split', 'svm', 'evaluate-svm', ...own]);
  expect('the second run', ran(), []);
  edit('params.yaml', 'epochs: 3', 'epochs: 2');
  expect('a param', ran(), own);
  edit('study.ts', 'trainSvc }', 'trainNearestCentroid, trainSvc }');
  edit(
    'study.ts',
    '  const own',
    "  step('centroid', trainNearestCentroid, { inputs: { train } });\n  const own",
  );
  expect('a stage added', ran(), ['centroid']);
  call(project, 'npx', 'tsc');
  console.log('tsc: no complaints');
} finally {
  rmSync(home, { recursive: true, force: true });
}
