/**
 * Why a socket is closed. 4400-4499 are final for y-websocket ≥ 3.1; everything else makes it try again.
 */
export const CLOSE = {
  malformed: 4400,
  badToken: 4401,
  revoked: 4403,
  noSuchMap: 4404,
  deleted: 4410,
  tooBig: 4413,
  tooOld: 4426,
  unreadable: 4500,
  notStored: 4507,
  restarting: 1012,
  tryAgain: 1013,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** For somebody whose link does not, or no longer, open the map. */
export const CLOSE_FOR = { expired: CLOSE.badToken, revoked: CLOSE.revoked, deleted: CLOSE.deleted } as const;
