// Writes dist/fingerprints.json: what the study's code is, for releases that do not carry its sources.
// Run from the sources: node --import ./scripts/ts-node.mjs scripts/write-fingerprints.mjs
import { writeFileSync } from 'node:fs';
import { sourceFingerprints } from '../pipeline/fingerprint-sources.ts';
import { study } from '../stages/study.ts';

const coded = study.steps.flatMap(({ stage, uses }) => [stage, ...Object.values(uses)]);
writeFileSync('dist/fingerprints.json', `${JSON.stringify(await sourceFingerprints().of(coded), null, 2)}\n`);
