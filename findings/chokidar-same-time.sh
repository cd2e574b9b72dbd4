#!/usr/bin/env bash
# chokidar 5 says nothing of a file whose content changed if its time of modification is put back, as `tar`, `cp -p` and
# `touch -r` do: it holds the times and sizes of two stats against one another, and the time of change (ctime), which did
# change, is not among them. The operating system told it; only its `raw` event passes that on.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts chokidar@5.0.0
cat >watch.mjs <<'JS'
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';

const { version } = JSON.parse(readFileSync('node_modules/chokidar/package.json', 'utf8'));
mkdirSync('data');
const file = 'data/table.csv';
const then = new Date('2020-01-01T00:00:00Z');
const write = (text) => {
  writeFileSync(file, text);
  utimesSync(file, then, then);
};
write('1,2,3\n');
const watcher = watch('data', { ignoreInitial: true });
const seen = { change: 0, raw: 0 };
for (const event of Object.keys(seen)) watcher.on(event, () => seen[event]++);
await new Promise((resolve) => watcher.on('ready', resolve));
await sleep(500);
const before = statSync(file);
write('1,2,9\n');
await sleep(2000);
const after = statSync(file);
const put = { ...seen };
writeFileSync(file, '1,2,7\n');
await sleep(2000);
await watcher.close();
console.log(`chokidar ${version}`);
console.log(`content changed, time put back: ${put.change} change events, raw events: ${put.raw > 0 ? 'some' : 'none'}`);
console.log(`the same, the time left as it comes: ${seen.change - put.change > 0 ? 'change events' : 'none'}`);
const isAsFound =
  put.change === 0 && put.raw > 0 && seen.change > 0 && after.ctimeMs > before.ctimeMs && after.mtimeMs === before.mtimeMs;
process.exit(isAsFound ? 0 : 1);
JS
node watch.mjs
