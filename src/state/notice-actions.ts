/** Notices that offer to do something with a map do not outlive it (SPEC.md of sync, S64). */
import type { Notice } from './types.ts';

/**
 * The notices once `map` is closed. Run after that, an action would change a document that nobody sees and nothing keeps,
 * and look done. What only passes by goes with its action; what stays until it is read loses the action and keeps its
 * words, which may be all that is left of what somebody typed.
 */
export function withoutMap(notices: readonly Notice[], map: object): readonly Notice[] {
  return notices
    .filter(({ on, kind }) => on !== map || kind === 'error')
    .map((notice) => (notice.on === map ? { id: notice.id, kind: notice.kind, text: notice.text } : notice));
}
