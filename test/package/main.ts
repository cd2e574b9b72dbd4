// Packs the package and installs it elsewhere, as users with their package managers do; follows them there. It takes about two
// minutes and the network: npm run test:package
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installManagers, takeTarball, tryAlone, tryWorkspaces } from './managers.js';
import { followNewcomer, installAlone } from './newcomer.js';
import { call } from './project.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function pack(home: string): Promise<string> {
  const packed = await call(root, ['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', home]);
  const [{ filename }] = JSON.parse(packed);
  return path.join(home, filename);
}

/** @returns what went wrong: a message for each of those who met trouble. */
async function tryAll(home: string): Promise<readonly string[]> {
  const tarball = await pack(home);
  const [installed, managers] = await Promise.all([
    installAlone(path.join(home, 'newcomer'), tarball),
    installManagers(path.join(home, 'managers')),
  ]);
  const init = async (folder: string) => {
    await call(home, [process.execPath, installed.program, 'init', folder]);
    takeTarball(folder, tarball);
  };
  // Most of the time they wait for the network.
  const ends = await Promise.allSettled([
    followNewcomer(installed),
    ...managers.map((manager) => tryAlone(home, manager, init)),
    tryWorkspaces(home, init),
  ]);
  return ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as Error).message] : []));
}

const home = mkdtempSync(path.join(tmpdir(), 'restudy-package-'));
try {
  const failures = await tryAll(home);
  for (const failure of failures) process.stderr.write(`\n${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
