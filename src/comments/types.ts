/** What is said about a map, as the reader gives it: plain and frozen in time. */

/** `relation` is a relation's id or `reports:<who reports>`. */
export type CommentTarget =
  { readonly on: 'map' } | { readonly on: 'person' | 'relation' | 'unit'; readonly id: string };

export interface CommentAuthor {
  /** Random, made once on a device; says "the same one", not who. */
  readonly id: string;
  /** '' when they gave none. */
  readonly name: string;
  /** `#rrggbb`, or '' when it was none. */
  readonly colour: string;
}

export interface Mention {
  /** Null for somebody who had not written yet: then the name counts. */
  readonly author: string | null;
  readonly name: string;
}

/** Where in the document's history a comment was made: the same on every device. */
export interface Stamp {
  readonly client: number;
  readonly clock: number;
}

export interface Comment {
  readonly id: string;
  readonly thread: string;
  readonly author: CommentAuthor;
  /** Milliseconds since 1970 by the writer's clock. */
  readonly at: number;
  /** When the words were changed last; null = never. */
  readonly edited: number | null;
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly stamp: Stamp;
}

export interface Thread {
  readonly id: string;
  readonly target: CommentTarget;
  /** What the target was called when the thread was begun. */
  readonly label: string;
  /** Null while it is open. */
  readonly resolved: { readonly by: string; readonly at: number } | null;
  /** At least one, oldest first. */
  readonly comments: readonly Comment[];
}

export interface CommentsRead {
  /** By their first comment, oldest first. */
  readonly threads: readonly Thread[];
  /** Everybody who has written, as they called themselves last; by name. */
  readonly authors: readonly CommentAuthor[];
  /** Written by a newer version of the program: shown, not changed. */
  readonly readOnly: boolean;
}
