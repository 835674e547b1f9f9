/** Bringing an earlier state back, as a change like any other. */
import * as Y from 'yjs';
import { isId, MAX_PEOPLE, MAX_RELATIONS, MAX_UNITS } from '../../model/index.ts';
import { done, refused, type Outcome } from '../outcome.ts';
import { entityOf, ENTITY_ROOTS, isReadOnly, rootOf, type EntityRoot } from '../schema.ts';
import { isEqualJson, put } from '../values.ts';
import { command, createEntity } from '../write.ts';

const LIMITS: Record<EntityRoot, number> = { units: MAX_UNITS, people: MAX_PEOPLE, relations: MAX_RELATIONS };

/**
 * Makes `doc` read as `past` does, in one transaction of origin 'restore' (SPEC.md D20): what has come since is marked
 * as removed, what was removed comes back, every other key gets its value of then. Refused when `past` is of a newer
 * schema or larger than a map may be. Gives the number of things and choices that changed. Linear in both documents.
 */
export function restoreState(doc: Y.Doc, past: Y.Doc): Outcome<{ readonly changed: number }> {
  if (isReadOnly(past)) return refused('read-only');
  if (ENTITY_ROOTS.some((root) => (rootOf(past, root)?.size ?? 0) > LIMITS[root])) return refused('too-many');
  return command(
    doc,
    () => {
      let changed = 0;
      for (const root of ENTITY_ROOTS) changed += restoreEntitiesOf(doc, past, root);
      for (const root of ['meta', 'layout'] as const) {
        const [now, then] = [rootOf(doc, root), rootOf(past, root)];
        if (now && then) changed += makeEqual(now, plainEntriesOf(then));
      }
      return done({ changed });
    },
    'restore',
  );
}

function restoreEntitiesOf(doc: Y.Doc, past: Y.Doc, root: EntityRoot): number {
  let changed = 0;
  for (const id of rootOf(past, root)?.keys() ?? []) {
    const then = entityOf(past, root, id);
    if (!then || !isId(id)) continue;
    const now = entityOf(doc, root, id);
    const entries = plainEntriesOf(then).map(([key, value]): [string, unknown] => [key, atThatTime(past, key, value)]);
    if (now) changed += makeEqual(now, entries) > 0 ? 1 : 0;
    else {
      createEntity(doc, root, id, entries);
      changed++;
    }
  }
  for (const id of rootOf(doc, root)?.keys() ?? []) {
    const now = entityOf(doc, root, id);
    if (!now || entityOf(past, root, id) || now.get('removed') === true) continue;
    put(now, 'removed', true);
    changed++;
  }
  return changed;
}

/** Key by key, and only where they differ: a colleague's change of another key at the same time stays. */
function makeEqual(now: Y.Map<unknown>, then: readonly (readonly [string, unknown])[]): number {
  let changed = 0;
  for (const [key, value] of then) {
    if (isEqualJson(now.get(key) ?? null, value ?? null)) continue;
    now.set(key, value);
    changed++;
  }
  const kept = new Set(then.map(([key]) => key));
  for (const key of [...now.keys()]) {
    if (kept.has(key) || key === 'schema') continue;
    now.delete(key);
    changed++;
  }
  return changed;
}

const POINTS_TO: ReadonlyMap<string, EntityRoot> = new Map([
  ['unit', 'units'],
  ['parent', 'units'],
  ['reportsTo', 'people'],
]);

/** What pointed to nothing then must not point to what has come since, although that is marked as removed. */
function atThatTime(past: Y.Doc, key: string, value: unknown): unknown {
  const root = POINTS_TO.get(key);
  return root === undefined || typeof value !== 'string' || entityOf(past, root, value) ? value : null;
}

/** Values only: a shared type inside belongs to the other document, and to none of our making. */
function plainEntriesOf(map: Y.Map<unknown>): [string, unknown][] {
  return [...map.entries()].filter(([, value]) => !(value instanceof Y.AbstractType));
}
