import { describe, expect, it } from 'vitest';
import { layoutNetwork, LAYOUTS, type NetworkPlacement } from '../../../src/layout/index.ts';
import type { AccountMap, LayoutRecord } from '../../../src/model/index.ts';
import { overlaps } from '../../support/drawing-measures.ts';
import { randomMap } from '../../support/random-map.ts';

const place = LAYOUTS.network.place!;
const withRecord = (map: AccountMap, record: LayoutRecord): AccountMap => ({ ...map, layouts: { network: record } });

function centreOf({ cards }: NetworkPlacement, person: string): { x: number; y: number } {
  const { rect } = cards.find((card) => card.person === person)!;
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

/** The picture after a drop, and how far the person stands from where they were let go. */
function dropped(map: AccountMap, drawn: NetworkPlacement, person: string, to: { x: number; y: number }) {
  const patch = place(map, drawn, { people: [person], grabbed: person, to })!;
  const after = layoutNetwork(withRecord(map, { ...map.layouts.network, ...patch }));
  const anchor = drawn.cards.find((card) => card.person !== person)!.person;
  const [was, is] = [centreOf(drawn, anchor), centreOf(after, anchor)];
  const at = centreOf(after, person);
  return { patch, after, off: Math.abs(at.x - is.x - (to.x - was.x)) + Math.abs(at.y - is.y - (to.y - was.y)) };
}

describe('placeInNetwork', () => {
  const map = randomMap(3, 14);
  const drawn = layoutNetwork(map);
  const kept = withRecord(map, drawn.record);

  it('puts a card where it is let go when that is free, pinned, and moves nobody else', () => {
    const to = { x: drawn.width + 200, y: drawn.height / 2 };
    const { after, off, patch } = dropped(kept, drawn, 'p4', to);
    expect(Object.keys(patch)).toEqual(['p4']);
    expect(patch['p4']).toMatchObject({ pinned: true });
    expect(off).toBeLessThanOrEqual(1);
    expect({ ...after.record, p4: null }).toEqual({ ...drawn.record, p4: null });
  });

  it('takes the nearest free place when somebody stands there', () => {
    const { after } = dropped(kept, drawn, 'p4', centreOf(drawn, 'p5'));
    expect(overlaps(after.cards)).toEqual([]);
    expect(after.record['p5']).toEqual(drawn.record['p5']);
  });

  it('works left of and above the picture, where the page grows', () => {
    expect(dropped(kept, drawn, 'p4', { x: -400, y: -300 }).off).toBeLessThanOrEqual(1);
  });

  it('writes everybody when the map has no record yet, so that they stay', () => {
    const { after, patch } = dropped(map, drawn, 'p4', { x: drawn.width + 200, y: 50 });
    expect(Object.keys(patch).sort()).toEqual([...map.people.keys()].sort());
    expect({ ...after.record, p4: null }).toEqual({ ...drawn.record, p4: null });
  });

  it('moves several together, as they stood to each other', () => {
    const to = { x: drawn.width + 600, y: 300 };
    const patch = place(kept, drawn, { people: ['p4', 'p6', 'gone'], grabbed: 'p4', to })!;
    const [a, b] = [patch['p4'], patch['p6']] as { x: number; y: number }[];
    const [p, q] = [centreOf(drawn, 'p4'), centreOf(drawn, 'p6')];
    expect(Math.abs(b!.x - a!.x - (q.x - p.x)) + Math.abs(b!.y - a!.y - (q.y - p.y))).toBeLessThanOrEqual(2);
    expect(Object.keys(patch).sort()).toEqual(['p4', 'p6']);
  });

  it('means nothing for a department, a stranger, a place that is no number, or another view', () => {
    const to = { x: 10, y: 10 };
    expect(place(kept, drawn, { unit: 'u0', to })).toBeNull();
    expect(place(kept, drawn, { people: ['gone'], grabbed: 'gone', to })).toBeNull();
    expect(place(kept, drawn, { people: ['p4'], grabbed: 'p4', to: { x: NaN, y: 0 } })).toBeNull();
    expect(place(kept, drawn, { people: ['p4'], grabbed: 'p4', to: { x: 1e9, y: 0 } })).toBeNull();
    const other = LAYOUTS['power-map'].layout(map);
    expect(place(kept, other, { people: ['p4'], grabbed: 'p4', to })).toBeNull();
  });
});
