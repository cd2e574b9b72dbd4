// Node's hooks (on the loader's thread) for sources in TypeScript. ts-node compiles them, and what came of it is kept by
// the hash of all that it depends on: to compile everything at each start would take five seconds, mostly the same again.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const project = fileURLToPath(new URL('../tsconfig.json', import.meta.url));
const kept = fileURLToPath(new URL('../node_modules/.cache/restudy-sources', import.meta.url));
/** Some versions of all sources. Beyond that everything is compiled anew: nothing here is worth finding out what is old. */
const MOST_KEPT = 5_000;

const compilers = ['ts-node', 'typescript'].map((name) => require(`${name}/package.json`).version);
const settings = JSON.stringify([compilers, readFileSync(project, 'utf8')]);

const isSource = (url) => url.startsWith('file:') && /\.tsx?$/.test(url) && !url.includes('/node_modules/');

/** As in TypeScript, `./name.js` is what becomes of `name.ts` or `name.tsx`, if there is one. */
export function resolve(specifier, context, next) {
  if (isSource(context.parentURL ?? '') && /^\..*\.js$/.test(specifier)) {
    const written = new URL(specifier, context.parentURL).href.slice(0, -'.js'.length);
    for (const url of [`${written}.ts`, `${written}.tsx`]) {
      if (existsSync(fileURLToPath(url))) return { url, format: 'module', shortCircuit: true };
    }
  }
  return next(specifier, context);
}

export function load(url, context, next) {
  if (!isSource(url)) return next(url, context);
  const file = fileURLToPath(url);
  const text = readFileSync(file, 'utf8');
  const name = createHash('sha256')
    .update(JSON.stringify([settings, path.basename(file), text]))
    .digest('hex');
  const place = path.join(kept, `${name}.js`);
  return { format: 'module', source: read(place) ?? compile(file, text, place), shortCircuit: true };
}

function read(place) {
  try {
    return readFileSync(place, 'utf8');
  } catch {
    return undefined;
  }
}

let service;

function compile(file, text, place) {
  if (!service) {
    // ts-node calls what Node 22 and later deprecate (fs.Stats). That is none of the user's business.
    process.noDeprecation = true;
    service = require('ts-node').create({ project, transpileOnly: true });
  }
  const code = withRelativeMap(service.compile(text, file), path.basename(file));
  keep(place, code);
  return code;
}

/** The source map, at the end, names the source as its neighbour: a copy of the source elsewhere compiles to the same. */
function withRelativeMap(code, source) {
  const [map] = /[\w+/=]+$/.exec(code);
  const relative = { ...JSON.parse(Buffer.from(map, 'base64')), file: source, sources: [source] };
  return code.slice(0, -map.length) + Buffer.from(JSON.stringify(relative)).toString('base64');
}

/** Whole or not at all, as other processes do the same. What cannot be kept is compiled again, which is all. */
function keep(place, code) {
  try {
    mkdirSync(kept, { recursive: true });
    if (readdirSync(kept).length >= MOST_KEPT) rmSync(kept, { recursive: true });
    mkdirSync(kept, { recursive: true });
    const half = `${place}.${process.pid}`;
    writeFileSync(half, code);
    renameSync(half, place);
  } catch {}
}
