import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { call, OTHERS, OWN, Project } from './project.js';

/** A package manager, as it is called. */
export interface Manager {
  readonly name: string;
  readonly install: readonly [string, ...string[]];
  /** Runs a program of an installed package. */
  readonly exec: readonly [string, ...string[]];
  /** Files that it wants beside `package.json`: name -> text. */
  readonly files: Readonly<Record<string, string>>;
}

/** The newest ones that Node 20 runs. */
const VERSIONS = { pnpm: '10.34.9', '@yarnpkg/cli-dist': '4.18.1' };

export const npm: Manager = {
  name: 'npm',
  install: ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund'],
  exec: ['npx'],
  files: {},
};

/** Installs the others from npm into a folder. A machine of CI is none to be asked about lockfiles: there are none yet. */
export async function installManagers(folder: string): Promise<readonly Manager[]> {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: VERSIONS }));
  await call(folder, npm.install);
  const program = (file: string) => [process.execPath, path.join(folder, 'node_modules', file)] as const;
  const pnpm = program('pnpm/bin/pnpm.cjs');
  const yarn = program('@yarnpkg/cli-dist/bin/yarn.js');
  return [
    npm,
    {
      name: 'pnpm',
      install: [...pnpm, 'install', '--no-frozen-lockfile', '--prefer-offline'],
      exec: [...pnpm, 'exec'],
      files: {},
    },
    {
      name: 'yarn',
      install: [...yarn, 'install', '--no-immutable'],
      exec: [...yarn, 'run'],
      // An empty lockfile says that a folder is a project of its own.
      files: { '.yarnrc.yml': 'nodeLinker: node-modules\nenableTelemetry: false\n', 'yarn.lock': '' },
    },
  ];
}

/** A project with everything in one folder: installed, run, run again. */
export async function tryAlone(
  home: string,
  { name, install, exec, files }: Manager,
  init: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = path.join(home, name);
  await init(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  await call(folder, install);
  const project = new Project(name, folder, exec);
  await project.run('the first run', [...OTHERS, ...OWN]);
  await project.run('the second run', []);
  await project.compile();
}

/** A project that is one of npm's workspaces, and takes code of another one. */
export async function tryWorkspaces(home: string, init: (folder: string) => Promise<void>): Promise<void> {
  const root = path.join(home, 'workspaces');
  const folder = path.join(root, 'packages/study');
  await init(folder);
  const files = {
    'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
    'packages/pixels/package.json':
      '{ "name": "@ours/pixels", "version": "1.0.0", "type": "module", "exports": "./index.ts" }',
    'packages/pixels/index.ts': 'export function lit(pixel: number): number {\n  return pixel;\n}\n',
  };
  mkdirSync(path.join(root, 'packages/pixels'));
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(root, file), text);
  const project = new Project('npm workspaces', folder, npm.exec);
  project.edit('package.json', '"dependencies": {', '"dependencies": {\n    "@ours/pixels": "1.0.0",');
  const perceptron = 'classifiers/perceptron.ts';
  project.edit(perceptron, "from 'zod';", "from 'zod';\nimport { lit } from '@ours/pixels';");
  project.edit(perceptron, '= pixel;', '= lit(pixel);');
  await call(root, npm.install);
  await project.run('the first run', [...OTHERS, ...OWN]);
  await project.run('the second run', []);
  await project.compile();
  project.edit('../pixels/index.ts', 'return pixel', 'return pixel > 127 ? 255 : 0');
  await project.run('the code of another workspace', OWN);
}

/** Has a project take the packed package, where it asks for a version. */
export function takeTarball(folder: string, tarball: string): void {
  const file = path.join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.dependencies.restudy = `file:${tarball}`;
  writeFileSync(file, JSON.stringify(manifest, null, 2));
}
