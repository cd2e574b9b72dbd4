// Writes what the study's code is, for releases that do not carry its sources:
//   dist/fingerprints.json   the code of each stage and estimator
//   dist/exports.json        the code of each export that a study of one's own may import
//   dist/study.json          the study with no param set: its wiring, and what its keys are made of
//   dist/sources.json        explains changes of the code, and is read only when something runs
// Run from the sources: node --import ./scripts/ts-node.mjs scripts/write-fingerprints.mjs
import { writeFileSync } from 'node:fs';
import * as estimators from '../estimators/index.ts';
import { fingerprints as fingerprintsOf } from '../pipeline/code/fingerprint.ts';
import { sourceCode } from '../pipeline/code/from-sources.ts';
import { fingerprintOf } from '../pipeline/key/key.ts';
import { codeAndParams } from '../pipeline/key/parts.ts';
import { piecesOf } from '../pipeline/study/coded.ts';
import { configure } from '../pipeline/study/configure.ts';
import * as stages from '../stages/index.ts';
import { study } from '../stages/study.ts';

const source = sourceCode({ study: new URL('../stages/study.ts', import.meta.url).href });
const fingerprints = fingerprintsOf(source);
const placed = study.steps.flatMap(piecesOf);
const exported = [...Object.values(stages), ...Object.values(estimators)]
  .filter(({ module }) => module)
  .map((coded) => ({ place: '', coded }));

/** name of a stage or estimator -> what is known of it. What the release does not know exactly, it could not vouch for. */
async function byName(look) {
  const values = {};
  for (const piece of [...placed, ...exported]) {
    const code = await source.of(piece, '');
    if (code.coarse || code.loads) throw new Error(`${piece.coded.name}: ${JSON.stringify(code)}`);
    values[piece.coded.name] ??= await look(piece);
  }
  return values;
}

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

/** What an export loads while it runs is the release's own as well: the program of a thread. */
async function exportHash(url, name) {
  const { hash, packages } = await source.ofExport(url, name);
  return fingerprintOf({ export: { hash, packages } });
}

/** name of an export of a module -> the hash of its code. */
async function exportHashes(index, module) {
  const url = new URL(`../${index}`, import.meta.url).href;
  const hashes = Object.keys(module).map(async (name) => [name, await exportHash(url, name)]);
  return Object.fromEntries(await Promise.all(hashes));
}

/** Only files of packages are where they were. Throws for others. */
function packageFile(file) {
  const { packageName, inner } = /\/node_modules\/(?<packageName>(?:@[^/]+\/)?[^/]+)\/(?<inner>.+)$/.exec(
    file,
  ).groups;
  return { package: packageName, path: inner };
}

const steps = await Promise.all(configure(study, []).map(releasedStep));
write('fingerprints', JSON.stringify(await byName((piece) => source.of(piece, '')), null, 2));
write(
  'exports',
  JSON.stringify(
    {
      'restudy/estimators': await exportHashes('estimators/index.ts', estimators),
      'restudy/stages': await exportHashes('stages/index.ts', stages),
    },
    null,
    2,
  ),
);
write('study', JSON.stringify({ study: study.name, steps }));
write('sources', JSON.stringify(await byName((piece) => source.source(piece, ''))));

function write(name, json) {
  writeFileSync(`dist/${name}.json`, `${json}\n`);
}
