/** Settings of this device. Storage may be forbidden (private windows, blocked cookies): then nothing is kept. */
const PREFIX = 'herringbone.';

/** Null when there is none, or storage is forbidden. */
export function readSetting(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Where storage is forbidden or full, the caller's own memory has to do. */
export function writeSetting(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Kept in memory by the caller; nothing is lost that was promised to be kept.
  }
}

/** Hears what other tabs of this browser set; returns the way to stop listening. */
export function watchSettings(heard: (key: string, value: string) => void): () => void {
  const listen = ({ key, newValue }: StorageEvent) => {
    if (key?.startsWith(PREFIX) && newValue !== null) heard(key.slice(PREFIX.length), newValue);
  };
  addEventListener('storage', listen);
  return () => removeEventListener('storage', listen);
}
