/**
 * Bytes of a text file → text. UTF-8 with or without a byte order mark, UTF-16 with one, and GB18030 (which holds GBK and
 * GB2312), the encodings that spreadsheets write in the field. Nothing is ever guessed silently: what is none of these
 * comes back with a problem.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
export type DecodeProblem = 'spreadsheet-file' | 'not-text' | 'broken-encoding';

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
  /** `broken-encoding`: the text is there, with U+FFFD where bytes made no sense. The others: there is no text. */
  readonly problem?: DecodeProblem;
}

/** The replacement character that stands for bytes which are no text. */
export const UNREADABLE = '\uFFFD';

/** O(n). Never throws. A byte order mark is taken off. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    return { text: '', encoding: 'utf-8', problem: 'spreadsheet-file' };
  }
  if (startsWith(bytes, [0xff, 0xfe])) return decodeMarked(bytes, 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return decodeMarked(bytes, 'utf-16be');
  if (bytes.includes(0)) return { text: '', encoding: 'utf-8', problem: 'not-text' };
  const utf8 = decodeStrictly(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' };
  const loose = new TextDecoder('utf-8').decode(bytes);
  if (!looksLikeUtf8(loose)) {
    const chinese = decodeStrictly(bytes, 'gb18030');
    if (chinese !== null && looksLikeGb(bytes)) return { text: chinese, encoding: 'gb18030' };
  }
  return { text: loose, encoding: 'utf-8', problem: 'broken-encoding' };
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, i) => bytes[i] === byte);
}

function decodeMarked(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): DecodedText {
  const text = decodeStrictly(bytes, encoding);
  if (text !== null) return { text, encoding };
  return { text: new TextDecoder(encoding).decode(bytes), encoding, problem: 'broken-encoding' };
}

/** Null when a byte makes no sense, or when this runtime was built without the encoding. */
function decodeStrictly(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Damaged UTF-8 rather than another encoding: more whole characters of three bytes and more than unreadable spots.
 * GB18030 read as UTF-8 hardly ever makes such characters, but makes an unreadable spot of nearly every byte.
 */
function looksLikeUtf8(loose: string): boolean {
  let whole = 0;
  let broken = 0;
  for (const letter of loose) {
    if (letter === UNREADABLE) broken++;
    else if (letter.codePointAt(0)! >= 0x800) whole++;
  }
  return whole > broken;
}

/**
 * Common Chinese characters have a second byte above 0xA0; a Latin-1 text read as GB18030 pairs an accented letter with
 * the ASCII letter after it instead. More of the first than of the second: it is Chinese.
 */
function looksLikeGb(bytes: Uint8Array): boolean {
  let common = 0;
  let rare = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    if ((bytes[i + 1] ?? 0) >= 0x80) common++;
    else rare++;
    i++;
  }
  return common >= rare;
}
