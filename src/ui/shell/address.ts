/** True for the library's addresses; other hashes that name no map are mistyped or cut links, and the screen says so. */
export function isKnownAddress(hash: string): boolean {
  return /^#?\/?$/.test(hash);
}
