/** Whether node_modules holds what the lockfile names. Plain JavaScript: it runs before anything is installed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * By versions, not by the times of files: a fresh checkout beside packages that are there already needs nothing. What
 * is optional (other systems' binaries) may be missing, and what only tests need where only the server runs.
 * @param {string} root the project's folder
 * @param {{withDev?: boolean}} [options] default: without
 * @returns {boolean}
 */
export function isInstalled(root, { withDev = false } = {}) {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(([path, { version, optional, dev, devOptional }]) => {
    if (path === '') return true;
    const found = installed[path];
    const mayLack = optional === true || devOptional === true || (dev === true && !withDev);
    return found === undefined ? mayLack : found.version === version;
  });
}

function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null;
  } catch {
    // Not there, or cut short by an installation that was stopped: npm makes both good.
    return null;
  }
}
