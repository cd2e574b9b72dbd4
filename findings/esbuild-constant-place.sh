#!/usr/bin/env bash
# What esbuild writes for a function depends on whether a constant that it uses is declared above or below it: with
# `minifySyntax` one above is written as its value, one below by its name. Two sources that mean the same and differ in the
# order of two declarations so have different minified text in a function that nobody touched: no good to be hashed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund esbuild@0.28.2
cat >place.mjs <<'JS'
import { transform, version } from 'esbuild';

const constant = 'const SIZE = 28;';
const user = 'export function area() { return SIZE * SIZE; }';
const minified = async (...parts) =>
  (await transform(parts.join('\n'), { minifySyntax: true, format: 'esm' })).code.match(/return .*/)[0];
const above = await minified(constant, user);
const below = await minified(user, constant);
console.log(`esbuild ${version}`);
console.log(`constant above: ${above}`);
console.log(`constant below: ${below}`);
process.exit(above !== below && below.includes('SIZE') && !above.includes('SIZE') ? 0 : 1);
JS
node place.mjs
