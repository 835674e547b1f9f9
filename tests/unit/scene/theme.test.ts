import { describe, expect, it } from 'vitest';
import { themeOf, type Theme } from '../../../src/scene/index.ts';
import { ciede2000, contrast, difference, VISIONS, type Vision } from '../../support/colour-vision.ts';

const TEXT = 4.5;
const SIGN = 3;
/** CIEDE2000 between hues one, two and three places apart among the first twelve, and between any of them. */
const NEAR = [13, 12, 9];
const ANY_OF_EIGHT = 8;
const ANY_OF_TWELVE = 5.9;

const visions = Object.keys(VISIONS) as Vision[];
const coloured = (['light', 'dark'] as const).map(themeOf);
const all = (['light', 'dark', 'print'] as const).map(themeOf);

/** Pairs below a bar, named so that a failure says which. */
function tooLow(bar: number, pairs: readonly (readonly [name: string, a: string, b: string])[]): string[] {
  return pairs
    .map(([name, a, b]) => ({ name, value: contrast(a, b) }))
    .filter(({ value }) => value < bar)
    .map(({ name, value }) => `${name} ${value.toFixed(2)}`);
}

function tooClose(theme: Theme, count: number, distance: number | null, bar: number): string[] {
  return visions.flatMap((vision) =>
    theme.hues.slice(0, count).flatMap((hue, i) =>
      theme.hues.slice(i + 1, count).flatMap((other, k) => {
        if (distance !== null && k + 1 !== distance) return [];
        const apart = difference(hue, other, vision);
        return apart < bar ? [`${i} and ${i + 1 + k} in ${vision}: ${apart.toFixed(1)}`] : [];
      }),
    ),
  );
}

/** Attitudes' fills but the hollow ones, which carry ink on white. */
const attitudes = (theme: Theme) =>
  Object.values(theme.attitudes).flatMap((scale) =>
    Object.entries(scale).filter(([, fill]) => !(theme.name === 'print' && fill === '#ffffff')),
  );

describe('the measure of colour difference', () => {
  it('agrees with pairs published by Sharma, Wu and Dalal', () => {
    expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
    expect(ciede2000([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
  });
});

describe.each(coloured)('the hues of the $name theme', (theme) => {
  it('differ for every eye between departments near each other', () => {
    NEAR.forEach((bar, i) => expect(tooClose(theme, 12, i + 1, bar)).toEqual([]));
  });

  it('differ for every eye between any two of the first eight, and of the first twelve', () => {
    expect(tooClose(theme, 8, null, ANY_OF_EIGHT)).toEqual([]);
    expect(tooClose(theme, 12, null, ANY_OF_TWELVE)).toEqual([]);
  });

  it('are sixteen different ones', () => {
    expect(new Set(theme.hues).size).toBe(16);
  });
});

describe.each(all)('the $name theme', (theme) => {
  const grounds = [theme.background, theme.paper, ...Object.values(theme.bands)];

  it('writes with a contrast of 4.5 and more', () => {
    expect(
      tooLow(TEXT, [
        ...grounds.flatMap((ground): [string, string, string][] => [
          [`ink on ${ground}`, theme.ink, ground],
          [`muted on ${ground}`, theme.muted, ground],
        ]),
        ['head', theme.headText, theme.head],
        ...theme.hues.flatMap((hue): [string, string, string][] => [
          [`on ${hue}`, theme.onHue, hue],
          [`${hue} on paper`, hue, theme.paper],
        ]),
        ...Object.entries(theme.roles).map(([role, { fill, text }]) => [role, text, fill] as const),
        ...attitudes(theme).map(([value, fill]) => [`attitude ${value}`, theme.onAttitude, fill] as const),
      ]),
    ).toEqual([]);
  });

  it('draws signs and lines with a contrast of 3 and more on their ground', () => {
    const lines = [
      ...Object.entries(theme.relations),
      ['spine', theme.spine] as const,
      ['muted', theme.muted] as const,
    ];
    expect(
      tooLow(SIGN, [
        ...lines.flatMap(([name, color]) => grounds.map((ground) => [`${name} on ${ground}`, color, ground] as const)),
        ...theme.hues.map((hue) => [hue, hue, theme.background] as const),
        ...Object.entries(theme.roles).map(([role, { fill }]) => [role, fill, theme.paper] as const),
        ...Object.entries(theme.marks).map(([mark, { fill, sign }]) => [mark, sign, fill] as const),
        ...attitudes(theme).map(([value, fill]) => [`attitude ${value}`, fill, theme.paper] as const),
      ]),
    ).toEqual([]);
  });

  it('draws more power darker in light and print, lighter in dark, and always thicker', () => {
    const against = theme.power.map(({ line }) => contrast(line, theme.paper));
    expect(against).toEqual([...against].sort((a, b) => a - b));
    expect(new Set(theme.power.map(({ width }) => width)).size).toBe(5);
    expect(theme.power.map(({ width }) => width)).toEqual(theme.power.map(({ width }) => width).sort((a, b) => a - b));
    expect(against[4]! / against[2]!).toBeGreaterThan(2);
  });
});

describe('the print theme', () => {
  it('uses no colour, so that grey loses nothing', () => {
    const { attitudes: scales, bands, hues, marks, power, relations, roles } = themeOf('print');
    const used = [scales, bands, hues, marks, power, relations, roles].flatMap((part) =>
      [...JSON.stringify(part).matchAll(/#[0-9a-f]{6}/g)].map(([hex]) => hex),
    );
    const spread = (hex: string) => {
      const channels = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
      return Math.max(...channels) - Math.min(...channels);
    };
    // The inks are greys with a little blue.
    expect(used.filter((hex) => spread(hex) > 36)).toEqual([]);
  });

  it('keeps the values of a scale apart by fill, ring or shape', () => {
    const { attitudes: scales } = themeOf('print');
    for (const scale of Object.values(scales)) {
      const look = Object.entries(scale).map(([value, fill]) => `${Number(value) < 0 ? 'octagon' : 'disc'} ${fill}`);
      expect(new Set(look).size).toBe(look.length);
    }
  });
});
