/** Ids of new things. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;

/**
 * A new random id such as `p-3k9…`: 80 random bits, letters that cannot be confused. getRandomValues rather than
 * randomUUID, which browsers keep from pages served over plain http within a company.
 */
export function newId(prefix: 'p' | 'u' | 'r' | 'm' | 'a' | 't' | 'c'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
  return `${prefix}-${Array.from(bytes, (byte) => ALPHABET[byte % 32]).join('')}`;
}
