import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { call, OTHERS, OWN, Project } from './project.js';

/** The package installed by itself with npm, as it would be by somebody who wants to see what it is. */
export interface Installed {
  readonly folder: string;
  /** The command line in there. */
  readonly program: string;
}

/** Installs the packed package into an empty folder. */
export async function installAlone(folder: string, tarball: string): Promise<Installed> {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  await call(folder, ['npm', 'install', tarball, '--prefer-offline', '--no-audit', '--no-fund']);
  return { folder, program: path.join(folder, 'node_modules/restudy/dist/cli.cjs') };
}

/** What a newcomer does: init below the installed package, run, edit, add a stage, compile. */
export async function followNewcomer({ folder }: Installed): Promise<void> {
  await call(folder, ['npx', 'restudy', 'init', 'x']);
  const project = new Project('newcomer', path.join(folder, 'x'), ['npx']);
  await project.run('the first run', [...OTHERS, ...OWN]);
  await project.run('the second run', []);
  project.edit('params.yaml', 'epochs: 3', 'epochs: 2');
  await project.run('a param', OWN);
  project.edit('study.ts', 'trainSvc }', 'trainNearestCentroid, trainSvc }');
  project.edit(
    'study.ts',
    '  const own',
    "  step('centroid', trainNearestCentroid, { inputs: { train } });\n  const own",
  );
  await project.run('a stage added', ['centroid']);
  await project.compile();
}
