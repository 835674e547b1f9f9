/** What a department let go by its pill means: another place on the spine, or the other side of its bone. */
import { unitTree, type AccountMap, type LayoutRecord, type UnitId } from '../../model/index.ts';
import type { FishbonePlacement, HandMove, Placement, Point, RecordPatch } from '../types.ts';
import { SLOPE } from './measures.ts';

/**
 * Entries to write for a department dropped at a place, marked `pinned`; null when it stays where it is, and for people.
 * A top department takes a half and a place between two others; those it displaces close up by themselves. A
 * sub-department on a twig takes a side of its bone.
 */
export function placeInFishbone(map: AccountMap, placement: Placement, move: HandMove): RecordPatch | null {
  if (placement.view !== 'fishbone' || !('unit' in move)) return null;
  if (!Number.isFinite(move.to.x) || !Number.isFinite(move.to.y)) return null;
  const isMirrored = placement.spine.to.x < placement.spine.from.x;
  const forward = (x: number) => (isMirrored ? placement.width - x : x);
  const parent = unitTree(map).parent.get(move.unit);
  if (parent === undefined) return null;
  const to = { x: forward(move.to.x), y: move.to.y };
  return parent === null
    ? placeTop(placement, move.unit, to, forward)
    : placeSub(placement, { unit: move.unit, parent, to, forward });
}

type Entry = Readonly<Record<string, unknown>>;

function entryOf(record: LayoutRecord, unit: UnitId): Entry | null {
  const entry = Object.hasOwn(record, unit) ? record[unit] : null;
  return typeof entry === 'object' && entry !== null ? (entry as Entry) : null;
}

function placeTop(
  { decks, record, spine, joints }: FishbonePlacement,
  unit: UnitId,
  to: Point,
  forward: (x: number) => number,
): RecordPatch | null {
  const own = entryOf(record, unit);
  if (!own) return null;
  const spines = decks ? decks.spines.map(({ from }) => from.y) : [spine.from.y];
  const nearest = spines.reduce((best, y, i) => (Math.abs(y - to.y) < Math.abs(spines[best]! - to.y) ? i : best), 0);
  const y = spines[nearest]!;
  const half = to.y < y ? 'above' : 'below';
  const deckOf = (entry: Entry) => (typeof entry['deck'] === 'number' ? entry['deck'] : 0);
  const isThere = (entry: Entry) => entry['half'] === half && deckOf(entry) === nearest;
  const joint = to.x + Math.abs(to.y - y) * SLOPE;
  const others = joints
    .filter((one) => one.unit !== unit)
    .flatMap((one) => {
      const entry = entryOf(record, one.unit);
      return entry && isThere(entry)
        ? [{ entry, unit: one.unit, x: forward(one.at.x), index: Number(entry['index']) }]
        : [];
    })
    .sort((a, b) => a.index - b.index);
  const before = others.filter((one) => one.x > joint).length;
  const wasBefore = isThere(own) ? others.filter((one) => one.index < Number(own['index'])).length : -1;
  if (before === wasBefore) return null;
  const index = between(others[before - 1]?.index, others[before]?.index);
  const { u: _joint, ...rest } = own;
  const patch: Record<string, unknown> = {
    [unit]: { ...rest, half, index, ...(decks ? { deck: nearest } : {}), pinned: true },
  };
  // Between the old place and the new one everybody moves up; a joint that stays recorded would keep the hole open.
  const closing = wasBefore === -1 ? [] : others.slice(Math.min(before, wasBefore), Math.max(before, wasBefore));
  for (const { entry, unit: other } of closing) {
    const { u: _old, ...kept } = entry;
    patch[other] = kept;
  }
  return patch;
}

/** A place between two, so that nobody else's entry has to change. */
function between(before: number | undefined, after: number | undefined): number {
  if (before === undefined) return (after ?? 1) - 1;
  return after === undefined ? before + 1 : (before + after) / 2;
}

function placeSub(
  { bones, record }: FishbonePlacement,
  { forward, parent, to, unit }: { unit: UnitId; parent: UnitId; to: Point; forward: (x: number) => number },
): RecordPatch | null {
  const own = entryOf(record, unit);
  const side = own?.['side'];
  if (!own || (side !== 'left' && side !== 'right')) return null;
  const bone = bones.find((one) => one.kind === 'bone' && one.unit === parent);
  if (!bone) return null;
  const [from, tip] = [bone.points[0]!, bone.points.at(-1)!];
  const x = forward(from.x) - Math.abs(to.y - from.y) * SLOPE * Math.sign((tip.y - from.y) * (to.y - from.y) || 1);
  const wanted = to.x < x ? 'left' : 'right';
  return wanted === side ? null : { [unit]: { ...own, side: wanted, pinned: true } };
}
