/** The org fishbone. Sheared row grid, contours and Pareto lists: ARCHITECTURE.md, and the notes at the head of each file. */
import type { AccountMap, LayoutRecord } from '../../model/index.ts';
import { densityFor, type FishbonePlacement, type LayoutOptions } from '../types.ts';
import { Alternatives } from './alternatives.ts';
import type { Block } from './block.ts';
import { emitFishbone } from './emit.ts';
import { buildFish, type Choice } from './fish.ts';
import { layoutHead } from './head.ts';
import { measuresFor } from './measures.ts';
import { readOrganisation, type Branch } from './organisation.ts';
import { readRecord, toRecord } from './record.ts';
import { searchFish } from './search.ts';

/**
 * Places everybody on the fishbone, in page units. Same map, same placement, whatever the order of its collections.
 * With `mode: 'keep'` (default when the map has a record for this view) shapes, sides and order stay as recorded.
 * Cost: about 0.25 s at 600 people afresh, a few milliseconds kept.
 */
export function layoutFishbone(map: AccountMap, options: LayoutOptions = {}): FishbonePlacement {
  const measures = measuresFor(options.density ?? densityFor(map.people.size));
  const { branches, head: headPeople } = readOrganisation(map, measures);
  const head = layoutHead(map, measures, headPeople.length);
  const record: LayoutRecord | undefined = map.layouts.fishbone;
  const isKept = options.mode === 'keep' || (options.mode === undefined && record !== undefined);
  const known = readRecord(isKept ? record : undefined);
  const alternatives = new Alternatives(measures, known);
  const shapes = (branch: Branch): readonly Block[] => alternatives.bones(branch);
  const hasChoices = isKept && branches.some((branch) => known.places.has(branch.key));
  if (!hasChoices) {
    const fish = searchFish(measures, head, branches, shapes);
    return emitFishbone({ map, measures, fish, head, headPeople, record: toRecord(fish) });
  }
  const choices = keepChoices(branches, shapes, known.places);
  const fish = buildFish(measures, head, choices, true);
  return emitFishbone({ map, measures, fish, head, headPeople, record: toRecord(fish) });
}

/** Recorded departments where they were; new ones at the tail, on the half with fewer people. */
function keepChoices(
  branches: readonly Branch[],
  shapes: (branch: Branch) => readonly Block[],
  places: ReadonlyMap<string, { above: boolean; index: number }>,
): Choice[] {
  const size = { above: 0, below: 0 };
  const known = branches
    .filter((branch) => places.has(branch.key))
    .sort((a, b) => places.get(a.key)!.index - places.get(b.key)!.index || (a.key < b.key ? -1 : 1));
  const choices: Choice[] = known.map((branch) => {
    const { above } = places.get(branch.key)!;
    size[above ? 'above' : 'below'] += branch.size + 1;
    return { branch, block: middle(shapes(branch)), above };
  });
  for (const branch of branches.filter((branch) => !places.has(branch.key))) {
    const above = size.above <= size.below;
    size[above ? 'above' : 'below'] += branch.size + 1;
    choices.push({ branch, block: middle(shapes(branch)), above });
  }
  return choices;
}

const middle = (blocks: readonly Block[]): Block => blocks[Math.floor(blocks.length / 2)]!;
