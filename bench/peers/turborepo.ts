import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../bench.js';
import { programSide } from '../processes/peak-memory.js';
import { type Command, timeProcess } from '../processes/time-process.js';
import type { Side } from '../row.js';
import { tryInstall } from './npm.js';

/** As npm installs it: a Node script that starts the program proper. */
export const TURBOREPO = 'turborepo';
/** The program proper, started directly. */
const TURBOREPO_NATIVE = 'turborepo, its binary alone';

const ENV = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };

/**
 * Turborepo with nothing to do: a workspace of `tasks` tiny packages, each building after the one before, all in
 * the local cache. Its daemon plays no part: version 2.11 says of itself that `turbo run` no longer uses it.
 */
export async function turborepo(bench: Bench, tasks: number): Promise<Side[]> {
  const folder = bench.newFolder('turborepo');
  writeWorkspace(folder, tasks);
  const missing = await tryInstall(folder, ['--save-dev', 'turbo@2'], bench);
  if (missing) return [{ name: TURBOREPO, missing }];
  const build = (command: string): Command => ({ command, args: ['run', 'build'], cwd: folder, env: ENV });
  const installed = build(path.join(folder, 'node_modules/.bin/turbo'));
  const git = (...args: string[]) => timeProcess({ command: 'git', args, cwd: folder });
  await git('init', '--quiet');
  await git('add', '--all');
  await git(
    '-c',
    'user.name=bench',
    '-c',
    'user.email=bench@localhost',
    'commit',
    '--quiet',
    '--message',
    'all',
  );
  await timeProcess(installed);
  await expectNothingToDo(installed, tasks);
  const native = build(path.join(folder, `node_modules/@turbo/${nativePackage()}/bin/turbo`));
  return [await programSide(bench, TURBOREPO, installed), await programSide(bench, TURBOREPO_NATIVE, native)];
}

/** The package that holds the binary for this machine. */
function nativePackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch === 'x64' ? '64' : process.arch}`;
}

async function expectNothingToDo(command: Command, tasks: number): Promise<void> {
  const { stdout } = await timeProcess(command, { keepOutput: true });
  if (!stdout.includes(`${tasks} cached, ${tasks} total`)) {
    throw new Error(`Turborepo should find ${tasks} tasks in its cache, but says: ${stdout.slice(-500)}`);
  }
}

function writeWorkspace(folder: string, tasks: number): void {
  const write = (file: string, content: unknown) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('package.json', {
    name: 'tiny',
    private: true,
    packageManager: 'npm@10.8.2',
    workspaces: ['packages/*'],
  });
  write('turbo.json', { tasks: { build: { dependsOn: ['^build'], outputs: ['dist/**'] } } });
  write('.gitignore', 'node_modules\n.turbo\ndist\n');
  for (let task = 1; task <= tasks; task++) {
    write(`packages/p${task}/package.json`, {
      name: `p${task}`,
      version: '1.0.0',
      scripts: { build: `mkdir -p dist && echo ${task} > dist/out.txt` },
      dependencies: task > 1 ? { [`p${task - 1}`]: '*' } : {},
    });
  }
}
