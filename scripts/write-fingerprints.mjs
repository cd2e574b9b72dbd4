// Writes what the study's code is, for releases that do not carry its sources:
//   dist/fingerprints.json   the code of each stage and estimator
//   dist/study.json          the study with no param set: its wiring, and what its keys are made of
//   dist/sources.json        explains changes of the code, and is read only when something runs
// Run from the sources: node --import ./scripts/ts-node.mjs scripts/write-fingerprints.mjs
import { writeFileSync } from 'node:fs';
import { configure } from '../pipeline/configure.ts';
import { sourceFingerprints } from '../pipeline/fingerprint-sources.ts';
import { codeAndParams } from '../pipeline/lookup.ts';
import { study } from '../stages/study.ts';

const coded = study.steps.flatMap(({ stage, uses }) => [stage, ...Object.values(uses)]);
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

/** Only files of packages are where they were. Throws for others. */
function packageFile(file) {
  const { packageName, inner } = /\/node_modules\/(?<packageName>(?:@[^/]+\/)?[^/]+)\/(?<inner>.+)$/.exec(
    file,
  ).groups;
  return { package: packageName, path: inner };
}

const steps = await Promise.all(configure(study, []).map(releasedStep));
write('fingerprints', JSON.stringify(await fingerprints.of(coded), null, 2));
write('study', JSON.stringify({ study: study.name, steps }));
write('sources', JSON.stringify(await fingerprints.sources(coded)));

function write(name, json) {
  writeFileSync(`dist/${name}.json`, `${json}\n`);
}
