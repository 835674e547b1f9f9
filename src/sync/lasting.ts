/** What the browser promises about what it keeps for us: whether it may clear it unasked, and how much room there is. */

export interface Room {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** Where there is none (a page without a secure origin), the browser promises nothing. */
function deviceStorage(): StorageManager | null {
  return (globalThis.navigator as { readonly storage?: StorageManager } | undefined)?.storage ?? null;
}

/** Asks the browser to clear nothing unless a person tells it to; true when it promised. Some ask the person. */
export async function askToLast(storage: StorageManager | null = deviceStorage()): Promise<boolean> {
  return answered(() => storage?.persist(), false);
}

/** Whether the browser has promised so. */
export async function doesLast(storage: StorageManager | null = deviceStorage()): Promise<boolean> {
  return answered(() => storage?.persisted(), false);
}

/** What this site uses and may use at most, as the browser guesses it; null where it does not say. */
export async function readRoom(storage: StorageManager | null = deviceStorage()): Promise<Room | null> {
  const { usage, quota } = await answered(() => storage?.estimate(), {});
  if (usage === undefined || quota === undefined || !(quota > 0)) return null;
  return { usedBytes: usage, quotaBytes: quota };
}

/** Browsers that refuse to answer, as in private windows, do so by throwing: that is a no. */
async function answered<T>(ask: () => Promise<T> | undefined, otherwise: T): Promise<T> {
  try {
    return (await ask()) ?? otherwise;
  } catch {
    return otherwise;
  }
}
