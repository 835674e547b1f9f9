/** Comparing and writing values of a Y.Map. */
import type * as Y from 'yjs';

/** Deep equality of JSON values; anything else is equal only to itself. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) && isEqualJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

/** Absent keys read as these, so they need not be written. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false;
}

/** Writes a value unless it is there already: an equal write would still win over a colleague's concurrent one. */
export function put(map: Y.Map<unknown>, key: string, value: unknown): void {
  const before = map.get(key);
  if (isEqualJson(before, value) || (before === undefined && isBlank(value))) return;
  map.set(key, value);
}
