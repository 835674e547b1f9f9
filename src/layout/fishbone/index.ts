/** The org fishbone. Sheared row grid, contours and Pareto lists: ARCHITECTURE.md, and the notes at the head of each file. */
import { unitTree, type AccountMap } from '../../model/index.ts';
import { CARD_SIZES, densityFor, type Density, type FishbonePlacement, type LayoutOptions } from '../types.ts';
import { Alternatives } from './alternatives.ts';
import { foldIntoDecks, wantsDecks } from './decks.ts';
import { emitFishbone } from './emit.ts';
import { mapOfUnit } from './focus.ts';
import { layoutHead, type Head } from './head.ts';
import { keptPlaces } from './keep.ts';
import { measuresFor, type Measures } from './measures.ts';
import { mirrorFishbone } from './mirror.ts';
import { readOrganisation, type Organisation } from './organisation.ts';
import { readRecord, toRecord, type Known } from './record.ts';
import { searchFish } from './search.ts';
import { settle, type Skeleton } from './settle.ts';
import { tidyWithin } from './within.ts';

export { placeInFishbone } from './place.ts';

/**
 * Places everybody on the fishbone, in page units. Same map, same placement, whatever the order of its collections.
 * With `mode: 'keep'` (default when the map has a record for this view) shapes, sides, order and joints stay as recorded;
 * tidying respects what was placed by hand unless `release`. Departments folded by the record are chips. With `focus`
 * the record is left as it was. Cost: about 0.2 s at 600 people afresh, about 10 ms kept.
 */
export function layoutFishbone(map: AccountMap, options: LayoutOptions = {}): FishbonePlacement {
  const placement =
    options.focus !== undefined && map.units.has(options.focus)
      ? layoutFocus(map, options.focus, options.density)
      : layoutWhole(map, options);
  return options.head === 'left' ? mirrorFishbone(placement) : placement;
}

/** What one layout works with. */
interface Task {
  readonly measures: Measures;
  readonly head: Head;
  readonly organisation: Organisation;
  readonly known: Known;
  readonly keepsJoints: boolean;
  /** Departments whose pins hold. */
  readonly pinned: ReadonlySet<string>;
}

function layoutWhole(map: AccountMap, options: LayoutOptions): FishbonePlacement {
  const record = map.layouts.fishbone;
  const isKept = (options.mode ?? (record === undefined ? 'tidy' : 'keep')) === 'keep' || options.within !== undefined;
  const known = readRecord(record);
  const density = options.density ?? densityOf(map, isKept ? known.density : null);
  const isInside = insideOf(map, options.within);
  const pinned = [...known.pinned].filter((unit) => !options.release || !isInside(unit));
  const orders = new Map([...known.orders].filter(([unit]) => isKept && !(options.within && isInside(unit))));
  const task = prepare(map, density, { ...known, orders }, new Set(pinned));
  const skeleton = skeletonOf(task, isKept, options.within);
  const { head, measures, organisation } = task;
  const folded = [...known.folded].filter((unit) => map.units.has(unit));
  const { branches } = organisation;
  const kept = toRecord({ decks: skeleton.decks, branches, density, known, pinned: task.pinned, folded });
  return emitFishbone({ map, measures, skeleton, head, organisation, record: kept });
}

/** The department alone, always afresh: it shares folds with the whole, and nothing else. */
function layoutFocus(map: AccountMap, focus: string, chosen: Density | undefined): FishbonePlacement {
  const record = map.layouts.fishbone ?? {};
  const own = mapOfUnit(map, focus);
  const { folded } = readRecord(record);
  const known = { ...readRecord({}), folded };
  const task = prepare(own, chosen ?? densityFor(own.people.size), known, new Set());
  const { head, measures, organisation } = task;
  return emitFishbone({ map, measures, skeleton: fresh(task), head, organisation, record });
}

/** Whether a department is the one tidied, or below it; without one, all are. */
function insideOf(map: AccountMap, within: string | undefined): (unit: string) => boolean {
  if (within === undefined) return () => true;
  const { parent } = unitTree(map);
  return (unit) => {
    for (let at: string | null | undefined = unit; at; at = parent.get(at)) if (at === within) return true;
    return false;
  };
}

function prepare(map: AccountMap, density: Density, known: Known, pinned: ReadonlySet<string>): Task {
  const measures = measuresFor(density);
  const organisation = readOrganisation(map, measures, known);
  const head = layoutHead(map, measures, organisation.head.length);
  const keepsJoints = known.density === null || known.density === density;
  return { measures, head, organisation, known, keepsJoints, pinned };
}

/** Cards stay as large as they were while the number of people is anywhere near. */
function densityOf(map: AccountMap, before: Density | null): Density {
  const people = map.people.size;
  const fits = densityFor(people);
  if (before === null || before === fits) return fits;
  const isSmaller = CARD_SIZES[before].width < CARD_SIZES[fits].width;
  const almost = densityFor(isSmaller ? people * SLACK : people / SLACK);
  return almost === before ? before : fits;
}

/** How far past the border between two card sizes a picture keeps its own. */
const SLACK = 1.3;

function skeletonOf(task: Task, isKept: boolean, within: string | undefined): Skeleton {
  const { head, keepsJoints, known, measures, organisation, pinned } = task;
  const { branches } = organisation;
  const { places } = known;
  if (!isKept || !branches.some((branch) => places.has(branch.key))) return fresh(task);
  const tidied =
    within === undefined
      ? null
      : tidyWithin({ measures, head, branches, remembered: known, places, keepsJoints, pinned, within });
  if (tidied) return tidied;
  const alternatives = new Alternatives(measures, known);
  const wanted = keptPlaces({ branches, shapes: (branch) => alternatives.bones(branch), places, keepsJoints });
  return settle(measures, head, wanted);
}

/** In a stack it is less plain which pill owns which cards: grids alone are preferred while they cost less than this. */
const GRID_COST = 0.97;
/** Searching twice is not worth the wait on larger maps. */
const MOST_SEARCHED_TWICE = 200;

function fresh(task: Task): Skeleton {
  const free = freshWith(task, true);
  if (task.organisation.branches.reduce((sum, branch) => sum + branch.size, 0) > MOST_SEARCHED_TWICE) return free;
  const grids = freshWith(task, false);
  return grids.scale >= free.scale * GRID_COST ? grids : free;
}

function freshWith({ head, known, measures, organisation, pinned }: Task, allowsStacks: boolean): Skeleton {
  const { branches } = organisation;
  const only = <T>(map: ReadonlyMap<string, T>) => new Map([...map].filter(([key]) => pinned.has(key)));
  const alternatives = new Alternatives(measures, { forms: new Map(), sides: only(known.sides) }, allowsStacks);
  const task = {
    measures,
    head,
    branches,
    shapes: alternatives.bones.bind(alternatives),
    pins: only(known.places),
  };
  const single = settle(measures, head, searchFish(task));
  return wantsDecks(task, single) ? foldIntoDecks(task, single) : single;
}
