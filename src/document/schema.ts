/**
 * How a map lies in its Y.Doc (SPEC.md §1). Five root maps: `meta` with one key a field, `units`, `people` and
 * `relations` with one nested Y.Map a thing, `layout` with one JSON value a `<view>/<entry>`. Roles, marks and custom
 * columns are keys of their own (`role:A`, `mark:kp`, `field:Phone`), so that concurrent changes merge.
 */
import * as Y from 'yjs';
import { SCHEMA } from '../model/index.ts';

export { SCHEMA };

export const ENTITY_ROOTS = ['units', 'people', 'relations'] as const;
export type EntityRoot = (typeof ENTITY_ROOTS)[number];
export const ROOTS = ['meta', ...ENTITY_ROOTS, 'layout'] as const;
export type Root = (typeof ROOTS)[number];

/** An empty document. Nothing is written into it: defaults belong to the reader. */
export function createMapDoc(): Y.Doc {
  return new Y.Doc();
}

/** A root map, or null when a peer has made something else of that name (Yjs then throws on access). */
export function rootOf(doc: Y.Doc, root: Root): Y.Map<unknown> | null {
  try {
    return doc.getMap(root);
  } catch {
    return null;
  }
}

/** The nested map of one thing; undefined when there is none, or a peer put something else in its place. */
export function entityOf(doc: Y.Doc, root: EntityRoot, id: string): Y.Map<unknown> | undefined {
  const entity = rootOf(doc, root)?.get(id);
  return entity instanceof Y.Map ? (entity as Y.Map<unknown>) : undefined;
}

/** The document's schema version: 1 when it says none, or rubbish. */
export function schemaOf(doc: Y.Doc): number {
  const schema = rootOf(doc, 'meta')?.get('schema');
  return typeof schema === 'number' && Number.isInteger(schema) && schema >= 1 ? schema : SCHEMA;
}

/** Written by a newer version of the program: shown, not changed. */
export function isReadOnly(doc: Y.Doc): boolean {
  return schemaOf(doc) > SCHEMA;
}
