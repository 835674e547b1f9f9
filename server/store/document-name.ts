/** A map has two documents: itself, and the comments beside it, which a comment link may write although it may not edit. */
export type DocumentKind = 'map' | 'comments';

/** `<map>` or `<map>.comments`: the key of a document in store, bus and rooms. */
export type DocumentName = string;

const COMMENTS = '.comments';

export function documentName(mapId: string, kind: DocumentKind): DocumentName {
  return kind === 'map' ? mapId : mapId + COMMENTS;
}

export function mapIdOf(document: DocumentName): string {
  return document.endsWith(COMMENTS) ? document.slice(0, -COMMENTS.length) : document;
}

export function kindOf(document: DocumentName): DocumentKind {
  return document.endsWith(COMMENTS) ? 'comments' : 'map';
}
