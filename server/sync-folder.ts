import { open } from 'node:fs/promises';

/**
 * Makes names that were put into a folder, or changed in it, survive a power cut; on Windows they do by themselves, and
 * asking is refused. @throws the file system's own errors.
 */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
