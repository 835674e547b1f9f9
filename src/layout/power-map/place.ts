/** What letting a card go means on the power map: the nearest slot of its own band; who stood there takes the place it left. */
import type { AccountMap, PersonId } from '../../model/index.ts';
import type { HandMove, Placement, PowerMapPlacement, RecordPatch } from '../types.ts';
import { Geometry, keyOf, type Slot } from './grid.ts';
import { nearestFree } from './keep.ts';
import { parseSlot, readColumns, toEntry } from './record.ts';

/**
 * The slots to write when cards are let go with the grabbed one's centre at `move.to` (page units of the placement).
 * The others of the hand go as many columns and rows in their own bands. Null: nothing changes, a department was
 * dragged, or the place is in another band than the grabbed person's layer.
 */
export function placeInPowerMap(map: AccountMap, placement: Placement, move: HandMove): RecordPatch | null {
  if (placement.view !== 'power-map' || 'unit' in move) return null;
  const columns = readColumns(placement.record);
  if (columns === null) return null;
  const geometry = geometryOf(placement, columns);
  const slots = slotsOf(map, placement, columns);
  const from = slots.get(move.grabbed);
  const target = from && geometry.nearestSlot(move.to);
  if (!target || target.layer !== from.layer) return null;
  const shift = { columns: target.column - from.column, rows: target.row - from.row };
  if (shift.columns === 0 && shift.rows === 0) return null;
  return patchOf(slots, moveTogether(geometry, slots, move, shift), new Set([move.grabbed, ...move.people]));
}

function geometryOf({ bands, density }: PowerMapPlacement, columns: number): Geometry {
  const rowsIn = (height: number) => Geometry.rowsIn(height, density);
  return new Geometry(
    { columns, bands: bands.map(({ layer, rect }) => ({ layer, rows: rowsIn(rect.height) })) },
    density,
  );
}

/** Everybody's slot in the picture, as far as they are still in the map and their layer. */
function slotsOf(map: AccountMap, { record }: PowerMapPlacement, columns: number): Map<PersonId, Slot> {
  const slots = new Map<PersonId, Slot>();
  for (const [id, { layer }] of map.people) {
    const slot = Object.hasOwn(record, id) ? parseSlot(record[id], layer, columns) : null;
    if (slot) slots.set(id, slot);
  }
  return slots;
}

function moveTogether(
  { grid }: Geometry,
  before: ReadonlyMap<PersonId, Slot>,
  move: Extract<HandMove, { people: readonly PersonId[] }>,
  shift: { readonly columns: number; readonly rows: number },
): ReadonlyMap<PersonId, Slot> {
  const others = [...new Set(move.people)].filter((id) => id !== move.grabbed && before.has(id)).sort();
  const hand = [move.grabbed, ...others];
  const after = new Map(before);
  const taken = new Map([...before].map(([id, slot]) => [keyOf(slot), id]));
  for (const id of hand) taken.delete(keyOf(before.get(id)!));
  const settled = new Set<string>();
  const displaced: PersonId[] = [];
  for (const id of hand) {
    const { column, layer, row } = before.get(id)!;
    const { rows } = grid.bands.find((band) => band.layer === layer)!;
    const wanted = {
      layer,
      column: Math.min(grid.columns - 1, Math.max(0, column + shift.columns)),
      row: Math.min(rows - 1, Math.max(0, row + shift.rows)),
    };
    // Pressed against the edge, two of the hand may want one slot.
    const slot = settled.has(keyOf(wanted)) ? nearestFree(grid, layer, [{ ...wanted, weight: 1 }], taken) : wanted;
    const other = taken.get(keyOf(slot));
    if (other !== undefined) displaced.push(other);
    settled.add(keyOf(slot));
    taken.set(keyOf(slot), id);
    after.set(id, slot);
  }
  const left = hand.map((id) => before.get(id)!);
  for (const id of displaced) {
    const { layer } = before.get(id)!;
    const vacated = left.find((slot) => slot.layer === layer && !taken.has(keyOf(slot)));
    const slot = vacated ?? nearestFree(grid, layer, [{ ...before.get(id)!, weight: 1 }], taken);
    taken.set(keyOf(slot), id);
    after.set(id, slot);
  }
  return after;
}

function patchOf(
  before: ReadonlyMap<PersonId, Slot>,
  after: ReadonlyMap<PersonId, Slot>,
  hand: ReadonlySet<PersonId>,
): RecordPatch {
  const moved = [...after].filter(([id, slot]) => hand.has(id) || keyOf(slot) !== keyOf(before.get(id)!));
  return Object.fromEntries(moved.map(([id, slot]) => [id, toEntry(slot, hand.has(id))]));
}
