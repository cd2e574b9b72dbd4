// Writes what the study's code is, for releases that do not carry its sources:
//   dist/fingerprints.json   the code of each stage and estimator
//   dist/exports.json        the code of each export that a study of one's own may import
//   dist/study.json          the study with no param set: its wiring, and what its keys are made of
//   dist/sources.json        explains changes of the code, and is read only when something runs
// Run from the sources: node --import ./scripts/ts-node.mjs scripts/write-fingerprints.mjs
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as estimators from '../estimators/index.ts';
import { configure } from '../pipeline/configure.ts';
import { sourceFingerprints } from '../pipeline/fingerprint-sources.ts';
import { fingerprintOf } from '../pipeline/key.ts';
import { codeAndParams } from '../pipeline/lookup.ts';
import * as stages from '../stages/index.ts';
import { study } from '../stages/study.ts';

const placed = study.steps.flatMap(({ stage, uses }) => [stage, ...Object.values(uses)]);
const exported = [...Object.values(stages), ...Object.values(estimators)].filter(({ module }) => module);
const coded = [...placed, ...exported];
const fingerprints = sourceFingerprints();

async function releasedStep(step) {
  const { id, stage, inputs, checkedParams } = step;
  const wires = Object.entries(inputs).map(([input, { step, name }]) => [input, { step, name }]);
  const files = Object.entries(stage.files?.(checkedParams) ?? {});
  return {
    id,
    stage: { name: stage.name },
    inputs: Object.fromEntries(wires),
    parts: await codeAndParams(step, fingerprints),
    files: Object.fromEntries(files.map(([name, file]) => [name, packageFile(file)])),
  };
}

/** name of an export of a module -> the hash of its code. */
async function exportHashes(index, module) {
  const folder = mkdtempSync('dist/exports-');
  const pieces = Object.keys(module).map((name) => {
    const file = path.resolve(folder, `${name}.ts`);
    writeFileSync(file, `export { ${name} } from '../../${index}';\n`);
    return { name, module: pathToFileURL(file).href };
  });
  const code = await sourceFingerprints(Number.POSITIVE_INFINITY).of(pieces);
  rmSync(folder, { recursive: true });
  return Object.fromEntries(pieces.map(({ name }) => [name, fingerprintOf({ [name]: code[name] })]));
}

/** Only files of packages are where they were. Throws for others. */
function packageFile(file) {
  const { packageName, inner } = /\/node_modules\/(?<packageName>(?:@[^/]+\/)?[^/]+)\/(?<inner>.+)$/.exec(
    file,
  ).groups;
  return { package: packageName, path: inner };
}

const steps = await Promise.all(configure(study, []).map(releasedStep));
write('fingerprints', JSON.stringify(await fingerprints.of(coded), null, 2));
write(
  'exports',
  JSON.stringify(
    {
      'restudy/estimators': await exportHashes('estimators/index.js', estimators),
      'restudy/stages': await exportHashes('stages/index.js', stages),
    },
    null,
    2,
  ),
);
write('study', JSON.stringify({ study: study.name, steps }));
write('sources', JSON.stringify(await fingerprints.sources(coded)));

function write(name, json) {
  writeFileSync(`dist/${name}.json`, `${json}\n`);
}
