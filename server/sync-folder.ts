import { open } from 'node:fs/promises';

/** Makes names that were put into a folder, or changed in it, survive a power cut. @throws the file system's own errors. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
