/** The graph both sides of the canvas bench draw: a power map with slots, two links a person, placed without a search. */
import { CARD_SIZES, type LinkPlacement, type Point, type PowerMapPlacement } from '../../../src/layout/index.ts';
import type { AccountMap, Layer, PersonId, Relation } from '../../../src/model/index.ts';
import { randomMap, seededRandom } from '../../support/random-map.ts';

const LAYERS: readonly Layer[] = ['decision', 'management', 'execution', 'outside'];
const LABEL_WIDTH = 140;
const GAP = { x: 22, y: 46 };
const SLIDE_ASPECT = 1.8;

/** A customer whose people all have a boss (but one) and one influence of their own. The same count, the same map. */
export function benchMap(people: number): AccountMap {
  const map = randomMap(1, people);
  const random = seededRandom(people);
  const ids = [...map.people.keys()];
  const relations = ids.map((from, i): Relation => {
    const other = ids[(i + 1 + Math.floor(random() * Math.min(ids.length - 1, 60))) % ids.length]!;
    const strength = (1 + Math.floor(random() * 3)) as Relation['strength'];
    return { id: `r${i}`, kind: 'influence', from, to: other, direction: 'forward', strength, note: '', extra: {} };
  });
  const persons = [...map.people.values()].map((person, i) => ({
    ...person,
    reportsTo: i === 0 ? null : ids[Math.floor(i / 6)]!,
  }));
  return {
    ...map,
    people: new Map(persons.map((person) => [person.id, person])),
    relations: new Map(relations.map((relation) => [relation.id, relation])),
  };
}

/** Rows of slots in bands, links as bends of three corners. */
export function benchPlacement(map: AccountMap): PowerMapPlacement {
  const density = 'dense';
  const size = CARD_SIZES[density];
  const people = [...map.people.values()];
  const pitch = { x: size.width + GAP.x, y: size.height + GAP.y };
  const columns = Math.max(4, Math.ceil(Math.sqrt((people.length * pitch.y * SLIDE_ASPECT) / pitch.x)));
  const width = LABEL_WIDTH + columns * pitch.x;
  const cards: PowerMapPlacement['cards'][number][] = [];
  const bands: PowerMapPlacement['bands'][number][] = [];
  let top = 0;
  for (const layer of LAYERS) {
    const own = people.filter((person) => person.layer === layer);
    if (own.length === 0) continue;
    const height = Math.ceil(own.length / columns) * pitch.y + GAP.y;
    bands.push({
      layer,
      rect: { x: 0, y: top, width, height },
      label: { x: 0, y: top, width: LABEL_WIDTH - 10, height },
    });
    own.forEach((person, i) => {
      const x = LABEL_WIDTH + (i % columns) * pitch.x;
      const y = top + GAP.y + Math.floor(i / columns) * pitch.y;
      const rect = { x, y, width: size.width, height: size.height };
      cards.push({ person: person.id, rect, unit: person.unit, layer, leader: false, inHead: false });
    });
    top += height + 10;
  }
  return { view: 'power-map', width, height: top, density, cards, bands, links: benchLinks(map, cards), record: {} };
}

function benchLinks(map: AccountMap, cards: PowerMapPlacement['cards']): LinkPlacement[] {
  const rects = new Map(cards.map((card) => [card.person, card.rect]));
  const way = (from: PersonId, to: PersonId): Point[] => {
    const a = rects.get(from)!;
    const b = rects.get(to)!;
    const start = { x: a.x + a.width / 2, y: a.y + a.height };
    const end = { x: b.x + b.width / 2, y: b.y };
    const middle = a.y + a.height + GAP.y / 2;
    return [start, { x: start.x, y: middle }, { x: end.x, y: middle }, end];
  };
  const reports = [...map.people.values()].flatMap((person): LinkPlacement[] => {
    const { id, reportsTo } = person;
    if (reportsTo === null || !rects.has(reportsTo)) return [];
    const line = { id: `reports:${id}`, kind: 'reports', from: reportsTo, to: id, strength: 2 } as const;
    return [{ ...line, direction: 'forward', points: way(reportsTo, id) }];
  });
  const drawn = [...map.relations.values()].map(({ direction, from, id, kind, strength, to }) => {
    return { id, kind, from, to, direction, strength, points: way(from, to) };
  });
  return [...reports, ...drawn];
}
