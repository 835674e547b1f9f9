import { decoding } from 'lib0';
import { parseToken, type ShareLink } from './share-link.ts';

/** The server's "come with this token from now on" (server/SPEC.md A12). */
export const RENEWED_MESSAGE = 101;
export const RENEW_PROTOCOL = 'herringbone.renew';

/** Which part of a token names the key that signed it. */
const KEY_ID = 4;

/**
 * The link to use in place of `current`: what follows the message type is one token, and it says word for word what the
 * present one says, down to expiry and person; only key and signature are others. Null for anything else.
 */
export function readRenewal(decoder: decoding.Decoder, current: ShareLink): ShareLink | null {
  const token = readLastText(decoder);
  const link = token === null ? null : parseToken(token);
  // A link is read with blanks around it; a message has none.
  if (!link?.ok || link.value.token !== token || token === current.token) return null;
  return claimOf(link.value) === claimOf(current) ? link.value : null;
}

function claimOf({ token }: ShareLink): string {
  const parts = token.split('.').slice(0, -1);
  return parts.filter((_, i) => i !== KEY_ID).join('.');
}

/** Null when the text is cut short, is no UTF-8, or is not the end. */
function readLastText(decoder: decoding.Decoder): string | null {
  try {
    const text = decoding.readVarString(decoder);
    return decoding.hasContent(decoder) ? null : text;
  } catch {
    return null;
  }
}
