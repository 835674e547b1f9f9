/**
 * Text widths from a table of advance widths, not from the browser: the same input gives the same bytes in Chromium,
 * Firefox and Node. Advances are those of Inter / Noto Sans (semi-bold), in thousandths of the text size; they are
 * upper bounds for the fallback fonts, so that measured text never leaves its box.
 */
const EM = 1000;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
const NARROW = new Set("iljI.,:;'|!`·");
const SLIM = new Set('frt()[]{}/\\"-* ');
const BROAD = new Set('mwMW@%—');

/** Advance of one code point, in thousandths of the text size. */
function advance(symbol: string): number {
  const code = symbol.codePointAt(0)!;
  if (code > 0xffff || WIDE.test(symbol)) return EM;
  if (code < 0x20 || (code >= 0x300 && code <= 0x36f) || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f))
    return 0;
  if (NARROW.has(symbol)) return 300;
  if (SLIM.has(symbol)) return 390;
  if (BROAD.has(symbol)) return 920;
  if (symbol >= 'A' && symbol <= 'Z') return 690;
  return code < 0x250 ? 600 : 680;
}

/** Width in page units of one line of text at a text size. */
export function textWidth(text: string, size: number): number {
  let sum = 0;
  for (const symbol of text) sum += advance(symbol);
  return (sum * size) / EM;
}

/** The text itself if it fits, else its longest start that fits together with `…`. Never cuts a surrogate pair. */
export function cutText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const room = width - size;
  let kept = '';
  let sum = 0;
  for (const symbol of text) {
    sum += (advance(symbol) * size) / EM;
    if (sum > room) break;
    kept += symbol;
  }
  return `${kept.trimEnd()}…`;
}

/** Breaks a text into at most `lines` lines no wider than `width`; at spaces where there are any, the last line cut with `…`. */
export function wrapText(text: string, size: number, width: number, lines: number): string[] {
  const out: string[] = [];
  let rest = text.trim();
  while (rest !== '' && out.length < lines - 1 && textWidth(rest, size) > width) {
    let fit = '';
    for (const symbol of rest) {
      if (textWidth(fit + symbol, size) > width) break;
      fit += symbol;
    }
    if (fit === '') break;
    const space = fit.lastIndexOf(' ');
    const at = rest[fit.length] !== ' ' && space > 0 && /[\x21-\x7e\u00c0-\u024f]$/.test(fit) ? space : fit.length;
    out.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  if (rest !== '') out.push(cutText(rest, size, width));
  return out;
}
