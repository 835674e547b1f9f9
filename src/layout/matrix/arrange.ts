/** From a map and its record to a table with everybody in a slot: afresh, or with what is remembered. */
import { descendants, unitTree, type AccountMap, type Person } from '../../model/index.ts';
import { densityFor, type Density, type LayoutOptions } from '../types.ts';
import { chooseGrid, extendGrid, growGrid, type Crowd } from './fit.ts';
import { Geometry, scaleOf, spotKey, type Grid } from './grid.ts';
import { fieldKey, fieldOf, rowValues, type Field, type Plan } from './plan.ts';
import { readGrid, readSeats, type Seat, type Seats } from './record.ts';
import { seatPeople, squaredDistance, type Seated } from './seat.ts';

export interface Arrangement {
  readonly geometry: Geometry;
  readonly grid: Grid;
  readonly density: Density;
  /** The density for the record; null when it was given. */
  readonly remembers: Density | null;
  /** In id order. */
  readonly people: readonly Person[];
  readonly seats: Seats;
  readonly standing: readonly Person[];
}

/** Cards this small or smaller do not make the page grow any more: people join the "+n". */
const GROWS_ABOVE = 0.32;

/**
 * Keep: everybody whose values are those of their slot stays; others take free slots, and where a cell is full its row
 * or column gets one more. Tidy: the table is chosen anew and only pinned people keep their slot, or the nearest there
 * is. Tidy within a department: the table stays, and only the department's people are seated anew.
 */
export function arrange(plan: Plan, map: AccountMap, options: LayoutOptions): Arrangement {
  const people = [...map.people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const record = map.layouts[plan.view];
  const memory = readGrid(record);
  const remembered = memory?.grid;
  const keepsGrid = options.mode !== 'tidy' || options.within !== undefined;
  const ownDensity = (keepsGrid ? memory?.density : null) ?? densityFor(people.length);
  const density = options.density ?? ownDensity;
  const crowd = countPeople(plan, people);
  const wanted = { columns: plan.columns(map), rows: rowValues(map), crowd, density };
  const grid = remembered && keepsGrid ? extendGrid(remembered, wanted) : chooseGrid(plan, wanted);
  const known = readSeats(record, { plan, grid: keepsGrid ? grid : (remembered ?? grid), people });
  const inside =
    options.within === undefined ? null : new Set([options.within, ...descendants(unitTree(map), options.within)]);
  const stays = (person: Person, seat: Seat) =>
    options.mode !== 'tidy' ||
    (seat.isPinned && options.release !== true) ||
    (inside !== null && (person.unit === null || !inside.has(person.unit)));
  const kept = new Map([...known].filter(([id, seat]) => stays(map.people.get(id)!, seat)));
  const seated = seatAll(
    new Geometry(plan, grid, density),
    people,
    remembered && keepsGrid ? kept : refit(plan, grid, density, kept),
  );
  return { ...seated, density, remembers: options.density === undefined ? ownDensity : null, people };
}

function countPeople(plan: Plan, people: readonly Person[]): Crowd {
  const crowd = new Map<string, number>();
  for (const person of people) {
    const key = fieldKey(fieldOf(plan, person));
    crowd.set(key, (crowd.get(key) ?? 0) + 1);
  }
  return crowd;
}

/** Grows rows or columns until everybody is seated, or leaves them standing where cards are as small as they may be. */
function seatAll(
  start: Geometry,
  people: readonly Person[],
  kept: Seats,
): { geometry: Geometry; grid: Grid; seats: Seats; standing: readonly Person[] } {
  let geometry = start;
  let seated: Seated = seatPeople(geometry, people, kept);
  while (seated.standing.length > 0 && scaleOf(geometry.grid, geometry.density) > GROWS_ABOVE) {
    const { density, plan } = geometry;
    let { grid } = geometry;
    for (const field of fieldsOf(plan, seated.standing)) {
      const enough = slotsIn(grid, field) + seated.standing.filter((person) => isIn(plan, person, field)).length;
      while (slotsIn(grid, field) < enough) grid = growGrid(grid, field);
    }
    geometry = new Geometry(plan, grid, density);
    seated = seatPeople(geometry, people, seated.seats);
  }
  return { geometry, grid: geometry.grid, ...seated };
}

function fieldsOf(plan: Plan, people: readonly Person[]): readonly Field[] {
  return [...new Map(people.map((person) => [fieldKey(fieldOf(plan, person)), fieldOf(plan, person)])).values()];
}

function isIn(plan: Plan, person: Person, field: Field): boolean {
  return fieldKey(fieldOf(plan, person)) === fieldKey(field);
}

function slotsIn({ columns, rows }: Grid, { column, row }: Field): number {
  const slots = (tracks: Grid['columns'], value: Field['column']) =>
    tracks.find((track) => track.value === value)!.slots;
  return slots(columns, column) * slots(rows, row);
}

/** Pinned people in a newly chosen table: their slot, or the nearest free one of the field if the table has it no more. */
function refit(plan: Plan, grid: Grid, density: Density, kept: Seats): Seats {
  const geometry = new Geometry(plan, grid, density);
  const seats = new Map<string, Seat>();
  const taken = new Set<string>();
  for (const [id, { isPinned, spot }] of kept) {
    if (!geometry.column(spot.column) || !geometry.row(spot.row)) continue;
    const wanted = geometry.at(spot);
    const free = geometry
      .spots(spot)
      .filter((other) => !taken.has(spotKey(other)))
      .sort((a, b) => squaredDistance(geometry.at(a), wanted) - squaredDistance(geometry.at(b), wanted));
    if (!free[0]) continue;
    taken.add(spotKey(free[0]));
    seats.set(id, { spot: free[0], isPinned });
  }
  return seats;
}
