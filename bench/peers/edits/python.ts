import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../bench.js';
import { timeProcess } from '../../processes/time-process.js';

const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url));

/** A Python environment for the peers alone. */
export interface Environment {
  /** The folder of its programs. */
  readonly binaries: string;
  /** Installs a package in the version that requirements.txt has. Rejects if it cannot be had. */
  install(name: string): Promise<void>;
  /** The version of a package in requirements.txt. Throws an Error if it is not there. */
  versionOf(name: string): string;
}

/** Makes the environment, or takes the one that an earlier run made of the same requirements. */
export async function openEnvironment(): Promise<Environment> {
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const name = createHash('sha256').update(requirements).digest('hex').slice(0, 12);
  const folder = path.join(ROOT, 'node_modules/.cache/restudy-bench', `edits-${name}`);
  const binaries = path.join(folder, 'bin');
  mkdirSync(path.dirname(folder), { recursive: true });
  await timeProcess({ command: 'python3', args: ['-m', 'venv', folder] });
  return {
    binaries,
    async install(name) {
      const args = ['install', '--quiet', '--disable-pip-version-check', '--constraint', REQUIREMENTS, name];
      await timeProcess({ command: path.join(binaries, 'pip'), args });
    },
    versionOf(name) {
      const line = requirements.split('\n').find((candidate) => candidate.startsWith(`${name}==`));
      if (line === undefined) throw new Error(`${REQUIREMENTS} has no version of ${name}.`);
      return line.slice(name.length + 2);
    },
  };
}
