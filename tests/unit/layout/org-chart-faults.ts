/** What must never be seen in an org chart, and small maps to draw one of. */
import { BADGE_RESERVE, type OrgChartPlacement, type Point } from '../../../src/layout/index.ts';
import { emptyMap, type AccountMap, type Person, type PersonId } from '../../../src/model/index.ts';
import { meetsRect, overlaps } from '../../support/drawing-measures.ts';

/** A map of people by id with the id of each one's boss, siblings in the order given. */
export function withBosses(bosses: Readonly<Record<PersonId, PersonId | null>>): AccountMap {
  const people = Object.entries(bosses).map(([id, reportsTo], i): Person => ({
    id,
    name: id,
    title: '',
    unit: null,
    reportsTo,
    order: `a${String(i).padStart(6, '0')}`,
    layer: 'execution',
    roles: [],
    marks: [],
    attitude: null,
    power: null,
    interest: null,
    weight: null,
    notes: '',
    fields: {},
    extra: {},
  }));
  return { ...emptyMap(), people: new Map(people.map((person) => [person.id, person])) };
}

/** Sentences about cards too near each other, lines through foreign cards or touching lines of other bosses, and anything off the page. */
export function faultsOf(drawn: OrgChartPlacement, map: AccountMap): string[] {
  const tall = drawn.cards.map((card) => ({
    ...card,
    rect: { ...card.rect, y: card.rect.y - BADGE_RESERVE, height: card.rect.height + 2 * BADGE_RESERVE },
  }));
  return [
    ...overlaps(tall),
    ...offPage(drawn),
    ...linesThroughCards(drawn),
    ...linesTouching(drawn),
    ...unknown(drawn, map),
  ];
}

function unknown({ cards, lines }: OrgChartPlacement, map: AccountMap): string[] {
  const ids = [...cards.map(({ person }) => person), ...lines.flatMap(({ people }) => people)];
  return ids.filter((id) => !map.people.has(id)).map((id) => `${id} is nobody`);
}

function offPage({ cards, height, lines, width }: OrgChartPlacement): string[] {
  const corners = cards.flatMap(({ person, rect }) => [
    { id: person, x: rect.x, y: rect.y },
    { id: person, x: rect.x + rect.width, y: rect.y + rect.height },
  ]);
  const points = lines.flatMap(({ id, points }) => points.map((point) => ({ id, ...point })));
  return [...corners, ...points]
    .filter(({ x, y }) => !(x >= 0 && x <= width && y >= 0 && y <= height && x % 0.5 === 0 && y % 0.5 === 0))
    .map(({ id, x, y }) => `${id} at ${x}, ${y}`);
}

function linesThroughCards({ cards, lines }: OrgChartPlacement): string[] {
  const found: string[] = [];
  for (const { id, p, people, q } of segmentsOf(lines)) {
    for (const { person, rect } of cards) {
      // Those it joins may be touched at the edge, nobody may be run through.
      const room = people.includes(person) ? 0 : -2;
      if (meetsRect(p, q, rect, room) && !(room === 0 && liesOnEdge(p, q, rect))) found.push(`${id} through ${person}`);
    }
  }
  return found;
}

function liesOnEdge(p: Point, q: Point, rect: { x: number; y: number; width: number; height: number }): boolean {
  return !meetsRect(p, q, rect, 0.25);
}

function linesTouching({ lines }: OrgChartPlacement): string[] {
  const segments = segmentsOf(lines).map((segment) => ({
    ...segment,
    left: Math.min(segment.p.x, segment.q.x) - 1,
    right: Math.max(segment.p.x, segment.q.x) + 1,
    top: Math.min(segment.p.y, segment.q.y) - 1,
    bottom: Math.max(segment.p.y, segment.q.y) + 1,
  }));
  segments.sort((a, b) => a.left - b.left);
  const found: string[] = [];
  segments.forEach((a, i) => {
    for (let k = i + 1; k < segments.length && segments[k]!.left <= a.right; k++) {
      const b = segments[k]!;
      if (a.people[0] !== b.people[0] && b.top <= a.bottom && a.top <= b.bottom) found.push(`${a.id} touches ${b.id}`);
    }
  });
  return found;
}

function segmentsOf(lines: OrgChartPlacement['lines']) {
  return lines.flatMap(({ id, people, points }) => points.slice(1).map((q, i) => ({ id, people, p: points[i]!, q })));
}
