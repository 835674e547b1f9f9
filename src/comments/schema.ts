/**
 * How comments lie in their Y.Doc (SPEC.md §1): `threads` and `comments` with one nested Y.Map a thing, and `meta`.
 * Nothing is written on creating or opening one.
 */
import * as Y from 'yjs';

export const COMMENTS_SCHEMA = 1;
export const ENTITY_ROOTS = ['threads', 'comments'] as const;
export type EntityRoot = (typeof ENTITY_ROOTS)[number];
export const MENTION_PREFIX = 'mention:';

/** A root map, or null when a peer has made something else of that name (Yjs then throws on access). */
export function rootOf(doc: Y.Doc, root: EntityRoot | 'meta'): Y.Map<unknown> | null {
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

/** Written by a newer version of the program: shown, not changed. */
export function isReadOnly(doc: Y.Doc): boolean {
  const schema = rootOf(doc, 'meta')?.get('schema');
  return typeof schema === 'number' && Number.isInteger(schema) && schema > COMMENTS_SCHEMA;
}
