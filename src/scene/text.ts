/** Outside text made fit to be drawn: one line, no controls, no half characters. */

/** White space and control characters become one space; lone surrogates go. */
export function cleanText(text: string): string {
  return text
    .replace(/[\p{Cs}]/gu, '')
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}
