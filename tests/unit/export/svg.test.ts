import { describe, expect, it } from 'vitest';
import { scenePicture, sceneToSvg } from '../../../src/export/index.ts';
import { possibleZoom } from '../../../src/export/png.ts';
import { layoutView } from '../../../src/layout/index.ts';
import { VIEWS, type AccountMap, type ViewId } from '../../../src/model/index.ts';
import { composeScene } from '../../../src/scene/index.ts';
import { randomMap } from '../../support/random-map.ts';

const MAX_PICTURE_BYTES = 20_000;

const sceneOf = (view: ViewId, map: AccountMap) =>
  composeScene(map, layoutView(view, map), { theme: 'light', language: 'en' });
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

function withFirstName(name: string): AccountMap {
  const map = randomMap(6, 12);
  const [first] = map.people.values();
  return { ...map, people: new Map([...map.people, [first!.id, { ...first!, name }]]) };
}

describe('sceneToSvg', () => {
  it('marks cards, links and bands of the power map', () => {
    const map = randomMap(2, 40);
    const scene = sceneOf('power-map', map);
    const svg = sceneToSvg(scene);
    expect(count(svg, /<g data-person="[^"]+" data-layer="[^"]+"/g)).toBe(40);
    expect(count(svg, /data-band="/g)).toBe(scene.items.filter((item) => item.kind === 'band').length);
    expect(count(svg, /data-relation="[^"]+" data-from="[^"]+" data-to="[^"]+" data-kind="[^"]+"/g)).toBe(
      scene.items.filter((item) => item.kind === 'link').length,
    );
  });

  it('draws weak influence of a crowded power map faint, whole with its arrowhead', () => {
    const scene = sceneOf('power-map', randomMap(2, 70));
    const faint = scene.items.filter((item) => item.kind === 'link' && item.opacity !== undefined);
    expect(faint.length).toBeGreaterThan(0);
    expect(count(sceneToSvg(scene), /<g data-relation="[^"]+"[^>]* opacity="0.15"/g)).toBe(faint.length);
  });

  it('marks bones with the people who touch them, and captions with their department', () => {
    const map = randomMap(2, 40);
    const svg = sceneToSvg(sceneOf('fishbone', map));
    expect(svg).toMatch(/data-bone="spine"/);
    for (const [, ids] of svg.matchAll(/data-people="([^"]*)"/g))
      for (const id of ids!.split(' ').filter(Boolean)) expect(map.people.has(id)).toBe(true);
    for (const [, unit] of svg.matchAll(/data-unit="([^"]+)"/g)) expect(map.units.has(unit!)).toBe(true);
  });

  it('draws the body first and writes the name first in every card', () => {
    const svg = sceneToSvg(sceneOf('fishbone', withFirstName('Ada')));
    for (const [card] of svg.matchAll(/<g data-person=.*?<\/g>/gs))
      expect(card.replace(/<title>.*?<\/title>/s, '')).toMatch(/^<g [^>]*>\s*<rect [^>]*>\s*<text /);
    expect(svg).toContain('>Ada</text>');
  });

  it('escapes markup in names', () => {
    const svg = sceneToSvg(sceneOf('fishbone', withFirstName('<script>alert("1")&</script>')));
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script');
  });

  it('is well-formed text whatever the name holds', () => {
    for (const name of ['a\u0000\u001fb', '\ud83d', '\uffff\ufffe', 'مرحبا', '👩‍👩‍👧', ']]>']) {
      const svg = sceneToSvg(sceneOf('power-map', withFirstName(name)));
      expect([...svg].filter((symbol) => symbol < ' ' && symbol !== '\n')).toEqual([]);
      expect(svg).not.toMatch(/[\ufffe\uffff]/);
      expect(svg).not.toMatch(/\p{Cs}/u);
    }
  });

  it('has the size of the page', () => {
    const scene = sceneOf('fishbone', randomMap(2, 12));
    const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(sceneToSvg(scene))!;
    expect([Number(width), Number(height)]).toEqual([scene.width, scene.height]);
  });
});

describe('scenePicture', () => {
  it.each(VIEWS)('stays below 20 kB and without words for any %s', (view) => {
    for (const people of [1, 40, 300]) {
      const svg = scenePicture(sceneOf(view, randomMap(8, people)));
      expect(svg).not.toContain('<text');
      expect(svg.length).toBeLessThanOrEqual(MAX_PICTURE_BYTES);
    }
  });
});

describe('possibleZoom', () => {
  it('keeps a zoom that fits and lowers one that does not, to 16,384 a side and 64 megapixels', () => {
    expect(possibleZoom({ width: 1000, height: 500, zoom: 4 })).toBe(4);
    expect(possibleZoom({ width: 8192, height: 100, zoom: 4 })).toBe(2);
    expect(possibleZoom({ width: 8000, height: 8000, zoom: 4 })).toBe(1);
  });
});
