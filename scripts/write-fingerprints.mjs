// Writes what the study's code is, for releases that do not carry its sources: dist/fingerprints.json, and
// dist/sources.json, which explains changes of it and is read only when something runs.
// Run from the sources: node --import ./scripts/ts-node.mjs scripts/write-fingerprints.mjs
import { writeFileSync } from 'node:fs';
import { sourceFingerprints } from '../pipeline/fingerprint-sources.ts';
import { study } from '../stages/study.ts';

const coded = study.steps.flatMap(({ stage, uses }) => [stage, ...Object.values(uses)]);
const fingerprints = sourceFingerprints();
writeFileSync('dist/fingerprints.json', `${JSON.stringify(await fingerprints.of(coded), null, 2)}\n`);
writeFileSync('dist/sources.json', `${JSON.stringify(await fingerprints.sources(coded))}\n`);
