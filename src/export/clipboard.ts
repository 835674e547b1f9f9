/** The ways out of the page: the clipboard and a download. */
import type { Result } from '../model/index.ts';

/**
 * Puts a PNG that is still being made on the clipboard. Must be called within the click: the clipboard gets the promise
 * at once, since Safari forgets the click while one waits.
 */
export async function copyPng(png: Promise<Result<Blob, string>>): Promise<Result<void>> {
  const blob = png.then((made) => {
    if (!made.ok) throw new Error(made.reason);
    return made.value;
  });
  // Without a clipboard nobody would take the rejection.
  blob.catch(() => {});
  if (typeof ClipboardItem === 'undefined' || !navigator.clipboard) return { ok: false, reason: 'no-clipboard' };
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    return { ok: true, value: undefined };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Offers a file for download under a name. */
export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download reads the address after this turn; a minute is enough for it to start.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
