/** Ids made from content, so that the same file gives the same map, byte for byte, on every device. */

/** 64 bits of two FNV-1a hashes (Fowler, Noll, Vo 1991) as 13-14 base-36 digits. For telling things apart, not for secrets. */
export function contentHash(...parts: readonly string[]): string {
  const text = JSON.stringify(parts);
  return fnv(text, 0x811c9dc5) + fnv(text, 0x9e3779b9);
}

function fnv(text: string, basis: number): string {
  let hash = basis;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return (hash >>> 0).toString(36).padStart(7, '0');
}

/** `wish`, or `wish-2`, `wish-3`, … when it is taken. `next` remembers the last number given, so that many equal wishes stay O(1) each. */
export function freeId(wish: string, isTaken: (id: string) => boolean, next = new Map<string, number>()): string {
  if (!isTaken(wish)) return wish;
  let number = next.get(wish) ?? 2;
  while (isTaken(`${wish}-${number}`)) number++;
  next.set(wish, number + 1);
  return `${wish}-${number}`;
}
