import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { checkFree, type NewFile, writeFolder } from '../files/new-folder.js';
import { writeLine, writeText } from '../terminal/output.js';

interface InitOptions {
  readonly json?: boolean;
}

const manifestSchema = z.object({
  version: z.string(),
  dependencies: z.looseObject({ zod: z.string() }),
  devDependencies: z.looseObject({ '@types/node': z.string(), typescript: z.string() }),
});

/** The package that this is a part of: in sources a folder further down than in a release. */
const PACKAGE = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../', import.meta.url);
/** What the template calls the study. */
const NAME = 'my-study';

/**
 * `restudy init`: writes a small study into a new folder, to be run and changed. Installs nothing. Throws a RestudyError if
 * the folder holds something.
 */
export async function init(folder: string, options: InitOptions): Promise<number> {
  checkFree('init', folder);
  const name = nameOf(folder);
  const files = projectFiles(name);
  writeFolder('init', folder, files);
  const install = !isInstalledAt(folder);
  const paths = files.map((file) => file.path);
  if (options.json) writeLine({ type: 'project', folder, name, files: paths, install });
  else writeText(told(folder, paths, install));
  return 0;
}

/** The folder's name as a package may be called. */
function nameOf(folder: string): string {
  const name = path.basename(path.resolve(folder)).toLowerCase();
  return name.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || NAME;
}

function projectFiles(name: string): NewFile[] {
  const template = fileURLToPath(new URL('templates/project/', PACKAGE));
  const copied = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): NewFile => {
      const file = path.join(entry.parentPath, entry.name);
      const place = path.relative(template, file).split(path.sep).join('/');
      return {
        // npm leaves a file of that name out of packages.
        path: place === 'gitignore' ? '.gitignore' : place,
        content: () => Buffer.from(readFileSync(file, 'utf8').replaceAll(NAME, name)),
      };
    });
  const manifest = { path: 'package.json', content: () => Buffer.from(manifestText(name)) };
  return [...copied, manifest].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The project depends on what this very package is, and is checked by the TypeScript that it was checked by. */
function manifestText(name: string): string {
  const own = readFileSync(new URL('package.json', PACKAGE), 'utf8');
  const { version, dependencies, devDependencies } = manifestSchema.parse(JSON.parse(own));
  const manifest = {
    name,
    private: true,
    type: 'module',
    restudy: { study: 'study.ts', params: 'params.yaml' },
    scripts: { start: 'restudy run', check: 'tsc' },
    dependencies: { restudy: version, zod: dependencies.zod },
    devDependencies: {
      '@types/node': devDependencies['@types/node'],
      typescript: devDependencies.typescript,
    },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Whether Node finds this package from the folder, so that the study runs as it is. */
function isInstalledAt(folder: string): boolean {
  try {
    createRequire(path.resolve(folder, 'study.ts')).resolve('restudy');
    return true;
  } catch {
    return false;
  }
}

function told(folder: string, files: readonly string[], install: boolean): string {
  const steps = [`cd ${folder}`, ...(install ? ['npm install'] : []), 'npx restudy run'];
  return [
    `A study of your own is in ${folder}:`,
    ...files.map((file) => `  ${file}`),
    '',
    'Next:',
    ...steps.map((step) => `  ${step}`),
  ].join('\n');
}
