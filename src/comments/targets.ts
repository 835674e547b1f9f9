/** What a thread is about, as one string: to count by, to compare by, to key by. */
import type { CommentTarget } from './types.ts';

/** `map`, `person:<id>`, `relation:<id>` or `unit:<id>`. Equal exactly when the targets are. */
export function targetKey(target: CommentTarget): string {
  return target.on === 'map' ? 'map' : `${target.on}:${target.id}`;
}
