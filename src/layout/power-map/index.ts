/** The power map: layers as bands, everybody in a slot, lines around the cards. See the notes at the head of each file. */
import { unitLeaders, type AccountMap, type PersonId } from '../../model/index.ts';
import { densityFor, type CardPlacement, type LayoutOptions, type PowerMapPlacement } from '../types.ts';
import { chooseAfresh, tidySlots } from './afresh.ts';
import { Geometry, peopleByLayer, scaleOf, type Grid, type Slots } from './grid.ts';
import { keepSlots, type Chosen, type Subject } from './keep.ts';
import { edgesOf } from './network.ts';
import { readRecord, toRecord, type Remembered } from './record.ts';
import { routeLinks } from './route.ts';
import { Streets } from './streets.ts';

export { placeInPowerMap } from './place.ts';

/**
 * Places everybody in the band of their layer, in page units; no card overlaps another and no line passes through one.
 * Same map, same placement, whatever the order of its collections. With `mode: 'keep'` (default when the map has a
 * record for this view) everybody recorded stays in their slot; tidying starts from the record too, see `tidySlots`.
 * Cost: afresh about 0.1 s at 60 people, 4 s at 1,000; kept a hundredth of that.
 */
export function layoutPowerMap(map: AccountMap, options: LayoutOptions = {}): PowerMapPlacement {
  const density = options.density ?? densityFor(map.people.size);
  const subject: Subject = { map, groups: peopleByLayer(map), edges: edgesOf(map), density };
  const remembered = readRecord(map.layouts['power-map'], map);
  const { grid, slots } = choose(subject, remembered, options);
  const pinned = options.mode === 'tidy' && options.release ? new Set<PersonId>() : remembered?.pinned;
  const geometry = new Geometry(grid, density);
  return emit(subject, { geometry, grid, pinned: pinned ?? new Set(), slots });
}

function choose(subject: Subject, remembered: Remembered | null, options: LayoutOptions): Chosen {
  if (!remembered) return chooseAfresh(subject);
  if (options.mode === 'tidy') return tidySlots(subject, remembered, options);
  return keepSlots(subject, remembered);
}

interface Arranged {
  readonly geometry: Geometry;
  readonly grid: Grid;
  readonly pinned: ReadonlySet<PersonId>;
  readonly slots: Slots;
}

function emit({ density, edges, map }: Subject, { geometry, grid, pinned, slots }: Arranged): PowerMapPlacement {
  const leaders = unitLeaders(map);
  const cards: CardPlacement[] = [...slots.keys()].sort().map((person) => {
    const { layer, power, unit } = map.people.get(person)!;
    const scale = scaleOf(power);
    const rect = geometry.cardRect(slots.get(person)!, scale);
    return { person, rect, unit, layer, leader: leaders.has(person), inHead: false, scale };
  });
  const streets = new Streets(geometry, slots, new Map(cards.map(({ person, rect }) => [person, rect])));
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
    links: routeLinks(streets, edges),
    record: toRecord(grid, slots, pinned),
  };
}
