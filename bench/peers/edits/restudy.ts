import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../bench.js';
import { nodeCommand } from '../../processes/node-process.js';
import { timeProcess } from '../../processes/time-process.js';
import { Project } from './project.js';
import type { Tool } from './tool.js';

const CLI = path.join(ROOT, 'dist/cli.cjs');

/** Restudy as it is built here, on a project as `restudy init` writes one. */
export const restudy: Tool = {
  id: 'restudy',
  name: 'Restudy',
  create(parent, variant) {
    const project = new Project(parent, [
      { from: 'data', to: '.' },
      { from: 'restudy/base', to: '.' },
      { from: `restudy/${variant}`, to: '.' },
      { from: 'packages/npm', to: 'node_modules' },
    ]);
    const packages = path.join(project.folder, 'node_modules');
    mkdirSync(packages, { recursive: true });
    symlinkSync(ROOT, path.join(packages, 'restudy'));
    for (const name of ['zod', 'typescript', '@types']) {
      symlinkSync(path.join(ROOT, 'node_modules', name), path.join(packages, name));
    }
    return project;
  },
  async run(project) {
    const { stdout } = await start(project, 'run', '--json');
    const lines = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { type: string; step: string; outcome: string });
    // Its own report: a stage that wrote a trace would depend on where it is written.
    const ran = lines.filter(({ type, outcome }) => type === 'step' && outcome === 'ran');
    const total = Number((await start(project, 'get', 'total.total')).stdout);
    return { ran: ran.map(({ step }) => step), total };
  },
  forget: (project) => project.forget(['.restudy']),
};

function start({ folder, env }: Project, ...args: readonly string[]): Promise<{ readonly stdout: string }> {
  return timeProcess({ ...nodeCommand([CLI, ...args]), cwd: folder, env }, { keepOutput: true });
}
