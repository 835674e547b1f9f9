/** Everybody stays where the record says; those it does not know, and those it gave a slot that was taken, find a free one. */
import type { AccountMap, Layer, Person, PersonId } from '../../model/index.ts';
import { Geometry, gridOf, keyOf, type Grid, type Slot, type Slots } from './grid.ts';
import { improveSlots } from './improve.ts';
import { edgesByPerson, type Edge } from './network.ts';
import type { Density } from '../types.ts';
import type { Remembered } from './record.ts';

const ROW_COST = 0.6;

export interface Subject {
  readonly map: AccountMap;
  readonly groups: ReadonlyMap<Layer, readonly Person[]>;
  readonly edges: readonly Edge[];
  readonly density: Density;
}

export interface Chosen {
  readonly grid: Grid;
  readonly slots: Slots;
}

interface Pull {
  readonly column: number;
  /** Row within the person's own band; null = any. */
  readonly row: number | null;
  readonly weight: number;
}

/**
 * Bands grow by rows, never by columns, when they are full: those below shift down together, nobody changes slots.
 * Newcomers take the free slots that cost least in crossings and length.
 */
export function keepSlots(
  { density, edges, groups, map }: Subject,
  { claims, columns, slots: known }: Remembered,
): Chosen {
  const grid = gridOf(groups, columns, known);
  const slots = new Map(known);
  const taken = new Set([...known.values()].map(keyOf));
  const touching = edgesByPerson(edges);
  const give = (id: PersonId, pulls: readonly Pull[]) => {
    const slot = nearestFree(grid, map.people.get(id)!.layer, pulls, taken);
    taken.add(keyOf(slot));
    slots.set(id, slot);
  };
  for (const [id, { column, row }] of [...claims].sort((a, b) => (a[0] < b[0] ? -1 : 1)))
    give(id, [{ column, row, weight: 1 }]);
  const newcomers = [...map.people.keys()].filter((person) => !slots.has(person)).sort();
  for (const id of newcomers) {
    const { layer, unit } = map.people.get(id)!;
    const tied = (touching.get(id) ?? []).flatMap((i): Pull[] => {
      const { from, to, weight } = edges[i]!;
      const other = slots.get(from === id ? to : from);
      return other ? [{ column: other.column, row: other.layer === layer ? other.row : null, weight }] : [];
    });
    // Without ties: beside the colleagues, else in the middle.
    const mates = () =>
      unit === null
        ? []
        : [...slots].flatMap(([mate, { column }]) =>
            map.people.get(mate)!.unit === unit ? [{ column, row: null, weight: 1 }] : [],
          );
    const pulls = tied.length > 0 ? tied : mates();
    give(id, pulls.length > 0 ? pulls : [{ column: (columns - 1) / 2, row: 0, weight: 1 }]);
  }
  if (newcomers.length === 0) return { grid, slots };
  const geometry = new Geometry(grid, density);
  const freedom = { movable: new Set(newcomers), isGentle: true };
  return { grid, slots: improveSlots(geometry, slots, edges, freedom).slots };
}

/** The free slot of a band with the least weighted distance; ties go to the upper row, then to the left. */
export function nearestFree(
  grid: Grid,
  layer: Layer,
  pulls: readonly Pull[],
  taken: { has(key: string): boolean },
): Slot {
  const { rows } = grid.bands.find((band) => band.layer === layer)!;
  const across = Array.from({ length: grid.columns }, (_, column) =>
    pulls.reduce((sum, pull) => sum + pull.weight * Math.abs(pull.column - column), 0),
  );
  let best: Slot | null = null;
  let least = Infinity;
  for (let row = 0; row < rows; row++) {
    const down = pulls.reduce((sum, pull) => sum + pull.weight * ROW_COST * Math.abs((pull.row ?? row) - row), 0);
    for (let column = 0; column < grid.columns; column++) {
      const slot = { layer, column, row };
      if (down + across[column]! < least - 1e-9 && !taken.has(keyOf(slot)))
        [best, least] = [slot, down + across[column]!];
    }
  }
  // gridWith makes rows for everybody in the band, so one is free.
  return best!;
}
