import { describe, expect, it } from 'vitest';
import { peerInk } from '../../../src/canvas/peer-ink.ts';
import { PRESENCE_COLORS } from '../../../src/sync/index.ts';

const LIGHT_PAGE = '#f6f7f9';
const DARK_PAGE = '#0b1220';

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colour of a colleague', () => {
  it.each(PRESENCE_COLORS)('%s bears white text, and its lines are seen on both pages', (color) => {
    expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(peerInk(color, 'light'), LIGHT_PAGE)).toBeGreaterThanOrEqual(4);
    expect(contrast(peerInk(color, 'dark'), DARK_PAGE)).toBeGreaterThanOrEqual(4);
  });
});
