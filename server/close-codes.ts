/**
 * Why a socket is closed. 4400-4499 are final for y-websocket ≥ 3.1; everything else makes it try again.
 */
export const CLOSE = {
  malformed: 4400,
  badToken: 4401,
  revoked: 4403,
  noSuchMap: 4404,
  tooBig: 4413,
  unreadable: 4500,
  restarting: 1012,
  tryAgain: 1013,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];
