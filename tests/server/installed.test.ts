/** Before anything is installed there is only plain JavaScript to decide whether something must be. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isInstalled } from '../../server/installed.mjs';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

type Packages = Record<string, { version?: string; optional?: boolean; dev?: boolean }>;

/** A project whose lockfile names these packages, and where npm says it has put those. */
async function project(wanted: Packages, installed: Packages | string | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'herringbone-installed-'));
  folders.push(folder);
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
  if (installed !== null) {
    const text = typeof installed === 'string' ? installed : JSON.stringify({ packages: installed });
    await writeFile(join(folder, 'node_modules/.package-lock.json'), text);
  }
  return folder;
}

const yjs = { 'node_modules/yjs': { version: '13.6.0' } };

describe('packages', () => {
  it('are there when every one has the version of the lockfile, however old the files are', async () => {
    expect(isInstalled(await project(yjs, yjs))).toBe(true);
  });

  it('are not there when one is missing, has another version, or the installation was cut short', async () => {
    expect(isInstalled(await project(yjs, {}))).toBe(false);
    expect(isInstalled(await project(yjs, { 'node_modules/yjs': { version: '13.5.0' } }))).toBe(false);
    expect(isInstalled(await project(yjs, '{"packages": {"node_mod'))).toBe(false);
    expect(isInstalled(await project(yjs, null))).toBe(false);
  });

  it('of other systems may be missing, and those of the tests unless they are to run', async () => {
    const other = { 'node_modules/fast-on-windows': { version: '1.0.0', optional: true } };
    const tests = { 'node_modules/vitest': { version: '4.0.0', dev: true } };
    const folder = await project({ ...yjs, ...other, ...tests }, yjs);
    expect(isInstalled(folder)).toBe(true);
    expect(isInstalled(folder, { withDev: true })).toBe(false);
  });
});
