/** What letting a card go means in a matrix: new values in another field, another slot in its own. */
import type { AccountMap, Person } from '../../model/index.ts';
import type { HandMove, MatrixPlacement, MatrixValues, Placement, Point, RecordPatch } from '../types.ts';
import { Geometry, spotKey, type Spot } from './grid.ts';
import { fieldKey, fieldOf, type Plan } from './plan.ts';
import { readGrid, readSeats, toEntry, type Seat } from './record.ts';
import { squaredDistance } from './seat.ts';

function geometryOf(plan: Plan, placement: Placement): Geometry | null {
  const memory = placement.view === plan.view ? readGrid(placement.record) : null;
  return memory && new Geometry(plan, memory.grid, placement.density);
}

/** The values of the field at a point of the page; null outside all cells. */
export function valuesAtPoint(plan: Plan, placement: Placement, at: Point): MatrixValues | null {
  const field = geometryOf(plan, placement)?.fieldAt(at);
  return field ? { [plan.axis]: field.column, power: field.row } : null;
}

interface Mover {
  readonly person: Person;
  /** Where the middle of the card is let go. */
  readonly to: Point;
}

/**
 * Record entries for cards let go in their own field: each takes the slot nearest to where it is, pinned; whoever had
 * that slot takes the mover's. Null when the grabbed card is let go elsewhere; others of the lot then do not move either.
 */
export function placeByHand(plan: Plan, map: AccountMap, placement: Placement, move: HandMove): RecordPatch | null {
  const geometry = 'people' in move ? geometryOf(plan, placement) : null;
  if (!geometry || !('people' in move)) return null;
  const movers = moversOf(map, placement as MatrixPlacement, move).filter(
    ({ person, to }) => keyAt(geometry, to) === fieldKey(fieldOf(plan, person)),
  );
  if (movers[0]?.person.id !== move.grabbed) return null;
  const seats = new Map<string, Seat>(
    readSeats(placement.record, { plan, grid: geometry.grid, people: [...map.people.values()] }),
  );
  const settled = new Set<string>();
  const patch: Record<string, unknown> = {};
  const write = (person: Person, seat: Seat) => {
    seats.set(person.id, seat);
    patch[person.id] = toEntry(plan, person, seat);
  };
  for (const { person, to } of movers) {
    const spot = nearestSpot(geometry, fieldOf(plan, person), to, settled);
    if (!spot) continue;
    settled.add(spotKey(spot));
    const [holder, held] = [...seats].find(([, seat]) => spotKey(seat.spot) === spotKey(spot)) ?? [];
    const before = seats.get(person.id);
    if (holder !== undefined && holder !== person.id && before)
      write(map.people.get(holder)!, { ...held!, spot: before.spot });
    write(person, { spot, isPinned: true });
  }
  return patch;
}

/** The grabbed one first, then the others that have a card, by id. */
function moversOf(
  map: AccountMap,
  placement: MatrixPlacement,
  { grabbed, people, to }: Extract<HandMove, { readonly people: unknown }>,
): Mover[] {
  const cards = new Map(placement.cards.map(({ person, rect }) => [person, rect]));
  const start = cards.get(grabbed);
  if (!start) return [];
  return [grabbed, ...[...new Set(people)].filter((id) => id !== grabbed).sort()].flatMap((id) => {
    const [person, rect] = [map.people.get(id), cards.get(id)];
    if (!person || !rect) return [];
    const by = { x: rect.x - start.x, y: rect.y - start.y };
    return [{ person, to: { x: to.x + by.x, y: to.y + by.y } }];
  });
}

function keyAt(geometry: Geometry, at: Point): string | null {
  const field = geometry.fieldAt(at);
  return field && fieldKey(field);
}

function nearestSpot(
  geometry: Geometry,
  field: Spot | Omit<Spot, 'x' | 'y'>,
  to: Point,
  settled: ReadonlySet<string>,
): Spot | null {
  let best: Spot | null = null;
  let least = Infinity;
  for (const spot of geometry.spots(field)) {
    const distance = squaredDistance(geometry.at(spot), to);
    if (distance < least && !settled.has(spotKey(spot))) [best, least] = [spot, distance];
  }
  return best;
}
