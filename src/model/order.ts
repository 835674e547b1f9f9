/**
 * Fractional keys that order siblings, in the format of the `fractional-indexing` package (David Greenspan,
 * "Implementing Fractional Indexing", https://observablehq.com/@dgreensp/implementing-fractional-indexing): a head
 * letter that says how long the integer part is, base-62 digits, then a fraction that does not end in 0.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** What a missing or malformed key is read as; ties go by id. */
export const DEFAULT_ORDER = 'a0';
/** A key gains a character in about six insertions at one place: this is ample, and keeps rubbish out. */
const MAX_ORDER_LENGTH = 1_000;
const SMALLEST_INTEGER = `A${'0'.repeat(26)}`;

/** True for a key the fractional-indexing package accepts. */
export function isOrderKey(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_ORDER_LENGTH || !/^[A-Za-z][0-9A-Za-z]+$/.test(value))
    return false;
  const head = value.charCodeAt(0);
  const integerLength = head >= 97 ? head - 97 + 2 : 90 - head + 2;
  if (value.length < integerLength || value === SMALLEST_INTEGER) return false;
  return value.length === integerLength || !value.endsWith('0');
}

/** The key of the index-th of many in a row (0, 1, 2 …): ascending, 2 to 4 characters below 242,234. */
export function orderKey(index: number): string {
  let rest = index;
  let length = 1;
  while (rest >= 62 ** length) rest -= 62 ** length++;
  let digits = '';
  for (let i = 0; i < length; i++) {
    digits = DIGITS[rest % 62]! + digits;
    rest = Math.floor(rest / 62);
  }
  return String.fromCharCode(96 + length) + digits;
}
