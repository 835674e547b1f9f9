/** Pictures and files to the person: clipboard and download. */
import type { Result } from '../model/index.ts';

/**
 * Copies a picture that may still be in the making. Must be called within the click: Safari hands out the clipboard
 * only then, and takes the promise. The reason is the browser's own words.
 */
export async function copyPng(png: Promise<Result<Blob>>): Promise<Result<void>> {
  const blob = png.then((made) => {
    if (!made.ok) throw new Error(made.reason);
    return made.value;
  });
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    return { ok: true, value: undefined };
  } catch (error) {
    return { ok: false, reason: String(error) };
  }
}

/** Saves through the browser's download. */
export function downloadBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has its own hold on the blob once it has begun, which some browsers do a task later.
  setTimeout(() => URL.revokeObjectURL(url));
}
