/** A card let go by hand: it stays at the nearest free place, and tidy respects that. */
import type { AccountMap, PersonId } from '../../model/index.ts';
import type { CardPlacement, HandMove, Placement, Point, RecordPatch } from '../types.ts';
import { LEAST_GAP } from './arrange.ts';
import { Places, type Box } from './places.ts';
import { isPlace, readRecord } from './record.ts';

const STEP = { x: 4, y: 4 };

/**
 * The record's entries for people dropped in the network: `{x, y, pinned: true}` at the free place nearest to where
 * each was let go; several keep their places to each other. Whoever the map's record does not know yet is written too,
 * where they stand, so that nobody else moves. Null for a department, a card that is not there, or a place off any page.
 */
export function placeInNetwork(map: AccountMap, placement: Placement, move: HandMove): RecordPatch | null {
  if (placement.view !== 'network' || !('people' in move)) return null;
  const cards = new Map(placement.cards.map((card) => [card.person, card]));
  const grabbed = cards.get(move.grabbed);
  const shift = shiftOf(placement.cards, readRecord(placement.record, map));
  if (!grabbed || shift === null) return null;
  const from = centreOf(grabbed);
  const delta = { x: move.to.x - from.x, y: move.to.y - from.y };
  const moving = [...new Set([move.grabbed, ...[...move.people].sort()])].filter((id) => cards.has(id));
  const places = new Places();
  for (const [id, card] of cards) if (!moving.includes(id)) places.add(boxOf(card, shift));
  const patch: Record<string, unknown> = {};
  const known = readRecord(map.layouts.network, map);
  for (const [id, card] of cards) {
    const { x, y } = boxOf(card, shift);
    if (!known.has(id) && map.people.has(id)) patch[id] = { x, y };
  }
  for (const id of moving) {
    const box = boxOf(cards.get(id)!, shift);
    const wanted = { x: Math.round(box.x + delta.x), y: Math.round(box.y + delta.y) };
    if (!isPlace(wanted.x) || !isPlace(wanted.y)) return null;
    const at = places.nearestFree(box, wanted, { gap: LEAST_GAP, step: STEP });
    places.add({ ...box, ...at });
    patch[id] = { x: at.x, y: at.y, pinned: true };
  }
  return patch;
}

/** From page units to the record's: the page's origin moves with its outermost cards, the record's does not. */
function shiftOf(cards: readonly CardPlacement[], record: ReadonlyMap<PersonId, Point>): Point | null {
  for (const card of cards) {
    const entry = record.get(card.person);
    const { x, y } = centreOf(card);
    if (entry) return { x: entry.x - x, y: entry.y - y };
  }
  return null;
}

function boxOf(card: CardPlacement, shift: Point): Box {
  const { x, y } = centreOf(card);
  return { x: x + shift.x, y: y + shift.y, width: card.rect.width, height: card.rect.height };
}

function centreOf({ rect }: CardPlacement): Point {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}
