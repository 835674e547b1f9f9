/** A colleague's colour as lines and arrows are drawn in it: the colours are made for white text, too dark for a dark page. */

/** So much of white in it: contrast ≥ 4 on the dark page for every colour. */
const WHITE_SHARE = 0.4;

/** @param color six hex digits with `#`; @returns the same form */
export function peerInk(color: string, theme: 'light' | 'dark'): string {
  if (theme === 'light') return color;
  const mixed = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16);
    return Math.round(channel + (255 - channel) * WHITE_SHARE)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}
