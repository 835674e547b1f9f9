/** Where a thing stands: above whom, and between which neighbours. */
import { generateNKeysBetween } from 'fractional-indexing';
import type * as Y from 'yjs';
import { bySiblingOrder, DEFAULT_ORDER, isOrderKey } from '../model/index.ts';
import { refused, type Outcome } from './outcome.ts';
import { entityOf, rootOf, type EntityRoot } from './schema.ts';
import { liveEntity } from './write.ts';

/** Beside whom something goes; behind all when neither is given. */
export interface Place {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The nearest above that is on the map: removed ones are passed over. Null at a root, and in a loop of removed ones. */
export function parentOf(doc: Y.Doc, root: 'units' | 'people', id: string): string | null {
  const key = root === 'people' ? 'reportsTo' : 'parent';
  const seen = new Set<string>();
  for (let at = text(entityOf(doc, root, id)?.get(key)); at !== null && !seen.has(at);) {
    if (liveEntity(doc, root, at)) return at;
    seen.add(at);
    at = text(entityOf(doc, root, at)?.get(key));
  }
  return null;
}

/** The chain above `id`, nearest first, without `id`; ends where a cycle would begin again. */
export function ancestorsOf(doc: Y.Doc, root: 'units' | 'people', id: string): string[] {
  const chain: string[] = [];
  const seen = new Set([id]);
  for (let at = parentOf(doc, root, id); at !== null && !seen.has(at); at = parentOf(doc, root, at)) {
    seen.add(at);
    chain.push(at);
  }
  return chain;
}

/** True when `id` is one of `members` or stands below one of them. */
export function isWithin(doc: Y.Doc, root: 'units' | 'people', id: string, members: ReadonlySet<string>): boolean {
  return members.has(id) || ancestorsOf(doc, root, id).some((above) => members.has(above));
}

/**
 * Order keys for `moving` (new or moved, in their order) at a place among the others. Neighbours that share a key, from
 * concurrent appends, are given keys of their own where the place lies between them. O(n log n).
 */
export function ordersAt(
  doc: Y.Doc,
  root: 'units' | 'people',
  moving: readonly string[],
  place: Place,
): Outcome<readonly string[]> {
  const others = orderedEntities(doc, root, new Set(moving));
  const beside = place.before ?? place.after;
  const found = others.findIndex((item) => item.id === beside);
  if (beside !== undefined && found < 0) return refused('missing');
  const index = beside === undefined ? others.length : place.before !== undefined ? found : found + 1;
  const low = others[index - 1]?.order ?? null;
  let end = index;
  while (low !== null && end < others.length && others[end]!.order <= low) end++;
  const keys = generateNKeysBetween(low, others[end]?.order ?? null, moving.length + end - index);
  for (let i = index; i < end; i++) others[i]!.entity.set('order', keys[moving.length + i - index]);
  return { ok: true, value: keys.slice(0, moving.length) };
}

interface Ordered {
  readonly id: string;
  readonly order: string;
  readonly entity: Y.Map<unknown>;
}

function orderedEntities(doc: Y.Doc, root: EntityRoot, without: ReadonlySet<string>): Ordered[] {
  const items: Ordered[] = [];
  for (const id of rootOf(doc, root)?.keys() ?? []) {
    const entity = without.has(id) ? undefined : liveEntity(doc, root, id);
    const order = entity?.get('order');
    if (entity) items.push({ id, order: isOrderKey(order) ? order : DEFAULT_ORDER, entity });
  }
  return items.sort(bySiblingOrder);
}
