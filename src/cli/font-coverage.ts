/**
 * Which characters a TrueType font has, from its `cmap` table (Microsoft, OpenType specification 1.9, "cmap": formats
 * 4 and 12, the only ones HarfBuzz writes).
 */

/** Unicode code points; nothing for what is no TrueType font. */
export function coveredBy(font: Buffer): ReadonlySet<number> {
  const codes = new Set<number>();
  const table = tableOffset(font, 'cmap');
  if (table === null) return codes;
  const count = font.readUInt16BE(table + 2);
  for (let i = 0; i < count; i++) {
    const at = table + font.readUInt32BE(table + 4 + i * 8 + 4);
    const format = font.readUInt16BE(at);
    if (format === 4) addSegments(font, at, codes);
    else if (format === 12) addGroups(font, at, codes);
  }
  return codes;
}

function tableOffset(font: Buffer, tag: string): number | null {
  const count = font.readUInt16BE(4);
  for (let i = 0; i < count; i++) {
    const at = 12 + i * 16;
    if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8);
  }
  return null;
}

function addSegments(font: Buffer, at: number, codes: Set<number>): void {
  const doubled = font.readUInt16BE(at + 6);
  const ends = at + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const offsets = deltas + doubled;
  for (let i = 0; i < doubled; i += 2) {
    const end = font.readUInt16BE(ends + i);
    const start = font.readUInt16BE(starts + i);
    const delta = font.readUInt16BE(deltas + i);
    const offset = font.readUInt16BE(offsets + i);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph = offset === 0 ? code + delta : font.readUInt16BE(offsets + i + offset + (code - start) * 2);
      if ((glyph & 0xffff) !== 0) codes.add(code);
    }
  }
}

function addGroups(font: Buffer, at: number, codes: Set<number>): void {
  const count = font.readUInt32BE(at + 12);
  for (let i = 0; i < count; i++) {
    const group = at + 16 + i * 12;
    const end = font.readUInt32BE(group + 4);
    for (let code = font.readUInt32BE(group); code <= end; code++) codes.add(code);
  }
}
