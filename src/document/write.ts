/**
 * The only ways to write a map (SPEC.md D4-D6): one transaction a gesture; a key of `units`, `people` or `relations` is
 * set once, when the thing is made, and never again, because setting it anew would win over a colleague's concurrent
 * change of the thing inside.
 */
import * as Y from 'yjs';
import type { RawFields } from '../model/index.ts';
import type { Origin } from './origins.ts';
import { DONE, refused, type Outcome } from './outcome.ts';
import { entityOf, isReadOnly, rootOf, SCHEMA, type EntityRoot } from './schema.ts';
import { isBlank, put } from './values.ts';

/** Makes everything done inside one transaction, one undo step. The outermost gesture's origin counts. */
export function gesture<T>(doc: Y.Doc, run: () => T, origin: Origin = 'edit'): T {
  return doc.transact(run, origin);
}

/** Runs a command in a transaction of its own or of the surrounding gesture; refuses on a newer version's map. */
export function command<T>(doc: Y.Doc, run: () => Outcome<T>, origin: Origin = 'edit'): Outcome<T> {
  if (isReadOnly(doc)) return refused('read-only');
  return doc.transact(() => {
    const outcome = run();
    if (outcome.ok) stampSchema(doc, SCHEMA);
    return outcome;
  }, origin);
}

/** Says which schema the document follows, with the first write and not on opening. */
export function stampSchema(doc: Y.Doc, schema: number): void {
  const meta = rootOf(doc, 'meta');
  if (meta && !meta.has('schema')) meta.set('schema', schema);
}

/** Puts a new thing on the map. The id must be free. Blank entries are left out, unknown fields (`extra`) never. */
export function createEntity(
  doc: Y.Doc,
  root: EntityRoot,
  id: string,
  entries: readonly (readonly [string, unknown])[],
  extra: RawFields = {},
): void {
  const written = entries.filter(([, value]) => !isBlank(value));
  rootOf(doc, root)?.set(id, new Y.Map<unknown>([...Object.entries(extra), ...written]));
}

/** The nested map of a thing that is on the map: there, and not removed. */
export function liveEntity(doc: Y.Doc, root: EntityRoot, id: string): Y.Map<unknown> | undefined {
  const entity = entityOf(doc, root, id);
  return entity?.get('removed') === true ? undefined : entity;
}

/** Why a new id cannot be used, or null. */
export function refuseId(doc: Y.Doc, root: EntityRoot, id: string, limit: number): Outcome<never> | null {
  const map = rootOf(doc, root);
  if (map?.has(id)) return refused('duplicate');
  return map !== null && map.size >= limit ? refused('too-many') : null;
}

/** Runs a command on things that all have to be on the map. */
export function forEntities<T>(
  doc: Y.Doc,
  root: EntityRoot,
  ids: readonly string[],
  run: (entities: readonly Y.Map<unknown>[]) => Outcome<T>,
): Outcome<T> {
  return command(doc, () => {
    const entities = ids.map((id) => liveEntity(doc, root, id)).filter((entity) => entity !== undefined);
    return entities.length === ids.length ? run(entities) : refused('missing');
  });
}

/** Takes the removal mark off; things that are on the map stay as they are. */
export function restoreEntities(doc: Y.Doc, root: EntityRoot, ids: readonly string[]): Outcome {
  return command(
    doc,
    () => {
      const entities = ids.map((id) => entityOf(doc, root, id)).filter((entity) => entity !== undefined);
      if (entities.length < ids.length) return refused('missing');
      for (const entity of entities) put(entity, 'removed', false);
      return DONE;
    },
    'restore',
  );
}
