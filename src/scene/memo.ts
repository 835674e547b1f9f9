/**
 * Drawings kept by what they were made from. After an edit almost every card and line is the same as before: it is the
 * same object then, which costs nothing to make and tells the screen that there is nothing to do.
 */

/** Up to four things a drawing was made from besides its key, compared by identity. Fixed places: this runs per card. */
export type Parts = readonly [a?: unknown, b?: unknown, c?: unknown, d?: unknown];

export interface Memo<K extends object, T> {
  /** The value made for `key` from the same parts, or undefined. */
  get(key: K, a?: unknown, b?: unknown, c?: unknown, d?: unknown): T | undefined;
  /** Keeps one value a key, the newest, and returns it. Forgotten with its key. */
  keep(key: K, value: T, ...parts: Parts): T;
}

export function createMemo<K extends object, T>(): Memo<K, T> {
  const known = new WeakMap<K, { readonly value: T; readonly parts: Parts }>();
  return {
    get(key, a, b, c, d) {
      const entry = known.get(key);
      if (!entry) return undefined;
      const { parts } = entry;
      return parts[0] === a && parts[1] === b && parts[2] === c && parts[3] === d ? entry.value : undefined;
    },
    keep(key, value, ...parts) {
      known.set(key, { value, parts });
      return value;
    },
  };
}

const interned = new Map<string, object>();

/** One object for each combination of plain values, so that many can be compared as one. */
export function intern(...values: readonly (string | number | boolean | undefined)[]): object {
  const key = values.join('\n');
  let one = interned.get(key);
  if (!one) interned.set(key, (one = {}));
  return one;
}
