/** The power map: layers as bands, everybody in a slot, lines around the cards. See the notes at the head of each file. */
import { leaderOf, peopleByUnit, reportingTree, type AccountMap, type PersonId } from '../../model/index.ts';
import { densityFor, type CardPlacement, type LayoutOptions, type PowerMapPlacement } from '../types.ts';
import { chooseGrid, Geometry, peopleByLayer, type Grid, type Slots } from './grid.ts';
import { improveSlots } from './improve.ts';
import { edgesOf, type Edge } from './network.ts';
import { keepSlots } from './keep.ts';
import { readRecord, toRecord } from './record.ts';
import { routeLinks } from './route.ts';
import { startSlots } from './start.ts';

export { placeInPowerMap } from './place.ts';

/**
 * Places everybody in the band of their layer, in page units; no card overlaps another and no line passes through one.
 * Same map, same placement, whatever the order of its collections. With `mode: 'keep'` (default when the map has a
 * record for this view) everybody recorded stays in their slot. Cost: O(people × lines) afresh, about 2 s at 1,000.
 */
export function layoutPowerMap(map: AccountMap, options: LayoutOptions = {}): PowerMapPlacement {
  const density = options.density ?? densityFor(map.people.size);
  const groups = peopleByLayer(map);
  const edges = edgesOf(map);
  const remembered = options.mode === 'tidy' ? null : readRecord(map.layouts['power-map'], map);
  const choose = (): { grid: Grid; slots: Slots } => {
    const grid = chooseGrid(groups, density);
    return { grid, slots: improveSlots(new Geometry(grid, density), startSlots(map, grid), edges) };
  };
  const { grid, slots } = remembered ? keepSlots(map, groups, edges, remembered) : choose();
  const pinned = remembered?.pinned ?? new Set<PersonId>();
  return emit(map, { density, edges, geometry: new Geometry(grid, density), grid, pinned, slots });
}

interface Arranged {
  readonly density: PowerMapPlacement['density'];
  readonly edges: readonly Edge[];
  readonly geometry: Geometry;
  readonly grid: Grid;
  readonly pinned: ReadonlySet<PersonId>;
  readonly slots: Slots;
}

function emit(map: AccountMap, { density, edges, geometry, grid, pinned, slots }: Arranged): PowerMapPlacement {
  const leaders = leadersOf(map);
  const cards: CardPlacement[] = [...slots.keys()].sort().map((person) => {
    const { layer, unit } = map.people.get(person)!;
    return { person, rect: geometry.rect(slots.get(person)!), unit, layer, leader: leaders.has(person), inHead: false };
  });
  return {
    view: 'power-map',
    width: geometry.width,
    height: geometry.height,
    density,
    cards,
    bands: geometry.bands.map(({ layer, rect }) => ({
      layer,
      rect,
      label: { x: rect.x, y: rect.y, width: geometry.label, height: rect.height },
    })),
    links: routeLinks(geometry, slots, edges),
    record: toRecord(grid, slots, pinned),
  };
}

function leadersOf(map: AccountMap): ReadonlySet<PersonId> {
  const reporting = reportingTree(map);
  const leaders = new Set<PersonId>();
  for (const [unit, people] of peopleByUnit(map)) {
    const leader = unit === null ? null : leaderOf(people, reporting);
    if (leader !== null) leaders.add(leader);
  }
  return leaders;
}
