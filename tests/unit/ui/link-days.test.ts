import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { endOf, liveFirst, localDay, stateOf } from '../../../src/ui/dialogs/share/link-days.ts';
import { qrPath } from '../../../src/ui/dialogs/share/qr-path.ts';

const NOW = new Date('2026-11-22T12:00:00').getTime();
const DAY_S = 86_400;

describe('how long a link lasts', () => {
  it('is counted from now, or has no end', () => {
    expect(endOf('never', { day: '', now: NOW })).toBe(0);
    expect(endOf('7', { day: '', now: NOW })).toBe(NOW / 1000 + 7 * DAY_S);
    expect(endOf('90', { day: 'rubbish', now: NOW })).toBe(NOW / 1000 + 90 * DAY_S);
  });

  it('reaches to the end of the chosen day', () => {
    const end = new Date('2026-12-24T23:59:59').getTime() / 1000;
    expect(endOf('date', { day: '2026-12-24', now: NOW })).toBe(end);
    expect(endOf('date', { day: localDay(NOW), now: NOW })).toBeGreaterThan(NOW / 1000);
  });

  it('cannot end in the past, or on no day at all', () => {
    for (const day of ['', '2026-11-21', '24.12.2026', '2026-13-40', '0000-00-00'])
      expect(endOf('date', { day, now: NOW })).toBeNull();
  });
});

describe('the list of links', () => {
  const live = { revoked: null, expires: 0 };
  const withdrawn = { revoked: NOW, expires: 0 };
  const ended = { revoked: null, expires: NOW / 1000 };

  it('tells the withdrawn from those that ended', () => {
    expect([live, withdrawn, ended].map((link) => stateOf(link, NOW))).toEqual(['live', 'withdrawn', 'ended']);
    expect(stateOf({ ...ended, revoked: NOW }, NOW)).toBe('withdrawn');
  });

  it('begins with those that open the map', () => {
    expect(liveFirst([withdrawn, live, ended], NOW)).toEqual([live, withdrawn, ended]);
  });
});

describe('the QR code of a link', () => {
  it('draws exactly the dark modules of the link, with a quiet border of four', () => {
    const link = `http://127.0.0.1:4400/#/m/K9NX__SmXUGPfO7o95D6LQ/v1.K9NX__SmXUGPfO7o95D6LQ.view.0.LLoyd7Dz.0.${'m'.repeat(43)}`;
    const { size, path } = qrPath(link);
    const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
      for (let i = 0; i < Number(width); i++) drawn[Number(y)]![Number(x) + i] = true;
    }
    expect(path.replace(/M\d+ \d+h(\d+)v1h-\1z/g, '')).toBe('');
    const plain = encode(link, { ecc: 'M', border: 0 }).data;
    expect(drawn.slice(4, -4).map((row) => row.slice(4, -4))).toEqual(plain);
    const border = [...drawn.slice(0, 4), ...drawn.slice(-4)].flat();
    expect(border.some(Boolean)).toBe(false);
  });
});
