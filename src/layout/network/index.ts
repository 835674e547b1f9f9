/** The network: who listens to whom and who knows whom, without the hierarchy. See the notes at the head of each file. */
import { descendants, unitLeaders, unitTree, type AccountMap, type PersonId } from '../../model/index.ts';
import { densityFor, type CardPlacement, type LayoutOptions, type NetworkPlacement, type Point } from '../types.ts';
import { arrange } from './arrange.ts';
import { readRecord, toRecord, type Recorded } from './record.ts';
import { routeLinks } from './route.ts';
import { sizesOf } from './sizes.ts';
import { drawnRelations, tiesOf } from './ties.ts';

export { placeInNetwork } from './place.ts';

/** Room at the page's edge for lines around the outermost cards. */
const PAD = 16;

/**
 * Places everybody by their influence and personal ties, in page units: no card overlaps another, and lines go around
 * the cards of others while that costs a reasonable time (always up to some hundred people). Cards are 0.9 to 1.4
 * times their density's size by real influence. With `mode: 'keep'` (default when the map has a record for this view)
 * everybody recorded stays, and new people come beside their own. Same map, same placement, in every engine and order.
 */
export function layoutNetwork(map: AccountMap, options: LayoutOptions = {}): NetworkPlacement {
  const density = options.density ?? densityFor(map.people.size);
  const recorded = readRecord(map.layouts.network, map);
  const sizes = sizesOf(map, density);
  const centres = arrange({ map, density, sizes, ties: tiesOf(map), fixed: fixedOf(map, recorded, options) });
  const shift = originOf(centres, sizes);
  const leaders = unitLeaders(map);
  const cards: CardPlacement[] = [...centres.keys()].sort().map((person) => {
    const { layer, unit } = map.people.get(person)!;
    const { height, scale, width } = sizes.get(person)!;
    const { x, y } = centres.get(person)!;
    const rect = { x: x - width / 2 + shift.x, y: y - height / 2 + shift.y, width, height };
    return { person, rect, unit, layer, leader: leaders.has(person), inHead: false, scale };
  });
  const links = routeLinks(cards, drawnRelations(map));
  const pinned = new Set(
    [...recorded].flatMap(([id, entry]) => (entry.pinned && !isReleased(map, id, options) ? [id] : [])),
  );
  return { view: 'network', ...extentOf(cards), density, cards, links, record: toRecord(centres, pinned) };
}

/** Who keeps the recorded place. */
function fixedOf(
  map: AccountMap,
  recorded: ReadonlyMap<PersonId, Recorded>,
  options: LayoutOptions,
): ReadonlyMap<PersonId, Recorded> {
  if (options.mode !== 'tidy') return recorded;
  const isWithin = withinTest(map, options);
  return new Map([...recorded].filter(([id, { pinned }]) => !isWithin(id) || (pinned && options.release !== true)));
}

function isReleased(map: AccountMap, id: PersonId, options: LayoutOptions): boolean {
  return options.mode === 'tidy' && options.release === true && withinTest(map, options)(id);
}

/** Whether a person belongs to what is tidied. A department that is gone holds nobody. */
function withinTest(map: AccountMap, { within }: LayoutOptions): (id: PersonId) => boolean {
  if (within === undefined) return () => true;
  const tree = unitTree(map);
  const units = new Set(tree.parent.has(within) ? [within, ...descendants(tree, within)] : []);
  return (id) => units.has(map.people.get(id)!.unit ?? '');
}

/** What takes the left- and topmost card's corner to PAD. */
function originOf(
  centres: ReadonlyMap<PersonId, Point>,
  sizes: ReadonlyMap<PersonId, { readonly width: number; readonly height: number }>,
): Point {
  let [left, top] = [Infinity, Infinity];
  for (const [id, { x, y }] of centres) {
    left = Math.min(left, x - sizes.get(id)!.width / 2);
    top = Math.min(top, y - sizes.get(id)!.height / 2);
  }
  return { x: PAD - left, y: PAD - top };
}

function extentOf(cards: readonly CardPlacement[]): { width: number; height: number } {
  return {
    width: cards.reduce((most, { rect }) => Math.max(most, rect.x + rect.width + PAD), 2 * PAD),
    height: cards.reduce((most, { rect }) => Math.max(most, rect.y + rect.height + PAD), 2 * PAD),
  };
}
