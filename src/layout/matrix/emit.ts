/** From an arrangement to the placement: cards, cells, axes and leader lines in page units. */
import { unitLeaders, type AccountMap, type Person } from '../../model/index.ts';
import type { AxisPlacement, CardPlacement, CellPlacement, MatrixPlacement, Point, Rect } from '../types.ts';
import type { Arrangement } from './arrange.ts';
import { spotKey, toHalf, type Geometry, type Spot } from './grid.ts';
import { fieldKey, fieldOf, type Field } from './plan.ts';
import { toRecord, type Seat, type Seats } from './record.ts';
import { squaredDistance } from './seat.ts';

/** A card nearer to its true point than this needs no leader line. */
const NEAR = 14;
const AXIS_GAP = 12;
const LABEL_BELOW = 18;
const LABEL_LEFT = 30;

export function emitMatrix(map: AccountMap, arrangement: Arrangement): MatrixPlacement {
  const { density, geometry, grid, people, remembers } = arrangement;
  const { plan } = geometry;
  const { cells, seats } = emitCells(arrangement);
  const leaders = unitLeaders(map);
  const cards = people.flatMap((person): CardPlacement[] => {
    const seat = seats.get(person.id);
    if (!seat) return [];
    const { layer, unit } = person;
    const place = { rect: geometry.cardAt(seat.spot), scale: geometry.scale };
    return [{ person: person.id, unit, layer, leader: leaders.has(person.id), inHead: false, ...place }];
  });
  return {
    view: plan.view,
    width: geometry.width,
    height: geometry.height,
    density,
    cards,
    cells,
    axes: emitAxes(geometry),
    leaders: people.flatMap((person) => emitLeader(geometry, person, seats.get(person.id))),
    record: toRecord(plan, { grid, density: remembers }, people, seats),
  };
}

/** Cells in reading order. Where people are left standing the last slot holds the "+n", and whoever sat there joins them. */
function emitCells({ geometry, people, seats, standing }: Arrangement): { cells: CellPlacement[]; seats: Seats } {
  const { plan } = geometry;
  const left = new Map(seats);
  const cells = [...geometry.cells()].map(([id, fields]): CellPlacement => {
    const rect = geometry.box(fields);
    const missing = standing.filter((person) => plan.cellOf(fieldOf(plan, person)) === id);
    const corner = missing.length > 0 ? lastSpot(geometry, fields) : null;
    const evicted = people.filter(({ id: person }) => corner && isAt(seats.get(person), corner));
    for (const person of evicted) left.delete(person.id);
    return {
      id,
      column: geometry.columns.findIndex(({ track }) => track.value === fields[0]!.column),
      row: geometry.rows.findIndex(({ track }) => track.value === fields[0]!.row),
      rect,
      title: plan.title > 0 ? { ...rect, height: plan.title } : null,
      quadrant: plan.quadrantOf(fields[0]!),
      rest: corner && {
        people: [...evicted, ...missing].map((person) => person.id).sort(),
        rect: geometry.cardAt(corner),
      },
    };
  });
  return { cells, seats: left };
}

const isAt = (seat: Seat | undefined, spot: Spot): boolean =>
  seat !== undefined && spotKey(seat.spot) === spotKey(spot);

function lastSpot(geometry: Geometry, fields: readonly Field[]): Spot {
  return geometry.spots(fields.at(-1)!).at(-1)!;
}

/** A leader line only for who stands among other values: within their own field everybody stands where they should. */
function emitLeader(geometry: Geometry, person: Person, seat: Seat | undefined): MatrixPlacement['leaders'] {
  const field = fieldOf(geometry.plan, person);
  if (!seat || fieldKey(seat.spot) === fieldKey(field)) return [];
  const from = geometry.truePoint(field);
  if (squaredDistance(from, geometry.at(seat.spot)) <= NEAR * NEAR) return [];
  return [{ person: person.id, from: rounded(from), to: nearestOn(geometry.cardAt(seat.spot), from) }];
}

function nearestOn({ height, width, x, y }: Rect, to: Point): Point {
  return rounded({ x: Math.min(Math.max(to.x, x), x + width), y: Math.min(Math.max(to.y, y), y + height) });
}

const rounded = ({ x, y }: Point): Point => ({ x: toHalf(x), y: toHalf(y) });

/** Axes run along the values proper; "not contacted" and "not judged" are before their start, with a label unless the cell has a heading. */
function emitAxes({ columns, plan, rows }: Geometry): AxisPlacement[] {
  const isNamed = (value: number | null) => value !== null || plan.title === 0;
  const across = columns.filter(({ track }) => track.value !== null);
  const down = rows.filter(({ track }) => track.value !== null);
  const foot = rows.at(-1)!.to + AXIS_GAP;
  const left = columns[0]!.from - AXIS_GAP;
  return [
    {
      axis: plan.axis,
      from: { x: across[0]!.from, y: foot },
      to: { x: across.at(-1)!.to, y: foot },
      ticks: columns
        .filter(({ track }) => isNamed(track.value))
        .map(({ from, to, track }) => ({
          value: track.value,
          at: rounded({ x: (from + to) / 2, y: foot + LABEL_BELOW }),
        })),
    },
    {
      axis: 'power',
      from: { x: left, y: down.at(-1)!.to },
      to: { x: left, y: down[0]!.from - plan.title },
      ticks: rows
        .filter(({ track }) => isNamed(track.value))
        .map(({ from, to, track }) => ({
          value: track.value,
          at: rounded({ x: left - LABEL_LEFT, y: (from + to) / 2 }),
        })),
    },
  ];
}
