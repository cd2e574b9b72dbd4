import type { Bench } from '../bench.js';
import { timeProcess } from '../processes/time-process.js';

/**
 * Installs packages into a folder, which has a package.json.
 * @returns why they are not there, if they are not: no npm, no network
 */
export async function tryInstall(
  folder: string,
  packages: readonly string[],
  bench: Bench,
): Promise<string | undefined> {
  bench.tell(`installing ${packages.filter((name) => !name.startsWith('-')).join(', ')}`);
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages];
  try {
    await timeProcess({ command: 'npm', args, cwd: folder });
    return undefined;
  } catch (error) {
    const [reason] = /ended with .*$/m.exec((error as Error).message) ?? ['could not be started'];
    return `npm could not install it: it ${reason}`;
  }
}
