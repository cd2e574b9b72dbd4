import { readFileSync } from 'node:fs';
import path from 'node:path';
import { timeProcess } from '../../processes/time-process.js';
import type { ToolId } from './edit.js';
import { Project } from './project.js';
import type { Environment } from './python.js';
import type { Tool } from './tool.js';

/** How one of the peers is used. What its docs advise is in its folder of projects/, with the choices made there. */
export interface Peer {
  readonly id: Exclude<ToolId, 'restudy'>;
  /** As its makers write it. */
  readonly title: string;
  /** The folder that its docs keep code in. */
  readonly code: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Where it keeps what it knows of earlier runs, and their results. */
  readonly keeps: readonly string[];
  /** The file that holds the total; without, the last line of the output does. */
  readonly result?: string;
}

export const peers: readonly Peer[] = [
  {
    id: 'dvc',
    title: 'DVC',
    code: 'src',
    command: ['dvc', 'repro'],
    keeps: ['.dvc/cache', '.dvc/tmp', '.dvc/site', 'dvc.lock', 'out'],
    result: 'out/total.json',
  },
  {
    id: 'redun',
    title: 'redun',
    code: '.',
    command: ['redun', 'run', 'workflow.py', 'main'],
    keeps: ['.redun'],
  },
  {
    id: 'joblib',
    title: 'joblib',
    code: '.',
    command: ['python', 'main.py'],
    keeps: ['cache'],
  },
  {
    id: 'snakemake',
    title: 'Snakemake',
    code: 'scripts',
    command: ['snakemake', '--cores', '1'],
    keeps: ['.snakemake', 'out'],
    result: 'out/total.json',
  },
];

/** A peer that is installed in an environment. */
export function pythonTool(
  { id, title, code, command, keeps, result }: Peer,
  { binaries, versionOf }: Environment,
): Tool {
  return {
    id,
    name: `${title} ${versionOf(id)}`,
    create: (parent, variant) =>
      new Project(
        parent,
        [
          { from: 'python/base', to: code },
          { from: `python/${variant}`, to: code },
          { from: 'packages/python', to: '../packages' },
          { from: 'data', to: '.' },
          { from: `${id}/base`, to: '.' },
          { from: `${id}/${variant}`, to: '.' },
        ],
        code,
      ),
    async run(project) {
      const { folder, env, trace } = project;
      const [program, ...args] = command;
      const { stdout } = await timeProcess(
        {
          command: path.join(binaries, program),
          args,
          cwd: folder,
          env: {
            ...env,
            EDITS_TRACE: trace,
            PATH: `${binaries}${path.delimiter}${process.env['PATH']}`,
            PYTHONPATH: path.join(folder, '../packages'),
            // Python's own cache takes a file of the same size and second for the same file; that is no tool's fault.
            PYTHONDONTWRITEBYTECODE: '1',
            // Nothing of one project is left to another, and nobody is told.
            XDG_CACHE_HOME: path.join(folder, '../cache'),
            DVC_NO_ANALYTICS: '1',
          },
        },
        { keepOutput: true },
      );
      const total = result
        ? readFileSync(path.join(folder, result), 'utf8')
        : stdout.trim().split('\n').at(-1);
      return { ran: project.takeTrace(), total: Number(total) };
    },
    forget: (project) => project.forget(keeps),
  };
}
