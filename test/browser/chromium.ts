import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian's package puts it; another Chromium can be named in the environment. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/**
 * A headless Chromium of its own, to be closed by whoever opened it.
 * Throws, saying how to install one, if there is none.
 */
export async function openChromium(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `The tests of pages need Chromium, and there is none at ${executablePath}. Install it (on Debian: apt-get install chromium) or set CHROMIUM to the path of one.`,
    );
  }
  // Chromium refuses its sandbox to root, which the user in a container mostly is.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}
