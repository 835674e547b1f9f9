/** Which Chromium the tests, benches and pictures use, and how they start it. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The path in `CHROMIUM`, else the first Chromium on the PATH.
 * @throws when there is none, with what to do.
 */
export function chromiumPath(): string {
  if (process.env['CHROMIUM']) return process.env['CHROMIUM'];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const file = join(folder, name);
      if (existsSync(file)) return file;
    }
  }
  throw new Error('No Chromium found: install it (Debian: apt install chromium) or set CHROMIUM to its path.');
}

/** No sandbox (containers run as root), no graphics card, and no talking to the network by itself. */
export const chromiumFlags: string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
