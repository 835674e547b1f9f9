/**
 * Drawings kept by what they were made from. After an edit almost every card and line is the same as before: it is the
 * same object then, which costs nothing to make and tells the screen that there is nothing to do.
 */
export interface Memo<K extends object, T> {
  /** The value made for `key` from the same `parts` (compared by identity, in order), or a new one. */
  of(key: K, parts: readonly unknown[], make: () => T): T;
}

/** Forgets a value with its key; keeps one value a key, the newest. */
export function createMemo<K extends object, T>(): Memo<K, T> {
  const known = new WeakMap<K, { readonly parts: readonly unknown[]; readonly value: T }>();
  return {
    of(key, parts, make) {
      const entry = known.get(key);
      if (entry && entry.parts.length === parts.length && entry.parts.every((part, i) => part === parts[i]))
        return entry.value;
      const value = make();
      known.set(key, { parts, value });
      return value;
    },
  };
}
