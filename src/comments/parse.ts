/** One thing of the document as a value, or null (SPEC.md K1-K3, K6). */
import type * as Y from 'yjs';
import { isId } from '../model/index.ts';
import { cleanColour, cleanLine, cleanTime, cleanWords, parseTarget } from './clean.ts';
import { MAX_AUTHOR_NAME, MAX_LABEL, MAX_MENTIONS, MAX_TEXT } from './limits.ts';
import { mentionsIn } from './mentions.ts';
import { MENTION_PREFIX } from './schema.ts';
import type { Comment, Mention, Thread } from './types.ts';

/** A thread without its comments. */
export type ThreadHead = Omit<Thread, 'comments'>;

export function parseThread(id: string, entity: Y.Map<unknown>): ThreadHead | null {
  const target = parseTarget(entity.get('on'), entity.get('target'));
  if (!target) return null;
  const isResolved = entity.get('resolved') === true;
  return {
    id,
    target,
    label: cleanLine(entity.get('label'), MAX_LABEL),
    resolved: isResolved
      ? { by: cleanLine(entity.get('resolvedBy'), MAX_AUTHOR_NAME), at: cleanTime(entity.get('resolvedAt')) }
      : null,
  };
}

/** Null for a removed one too. */
export function parseComment(id: string, entity: Y.Map<unknown>): Comment | null {
  const thread = entity.get('thread');
  const author = entity.get('author');
  const text = cleanWords(entity.get('text'), MAX_TEXT);
  if (!isId(thread) || !isId(author) || text === '' || entity.get('removed') === true) return null;
  return {
    id,
    thread,
    author: {
      id: author,
      name: cleanLine(entity.get('name'), MAX_AUTHOR_NAME),
      colour: cleanColour(entity.get('colour')),
    },
    at: cleanTime(entity.get('at')),
    edited: cleanTime(entity.get('edited')) || null,
    text,
    mentions: mentionsIn(text, parseMentions(entity)),
    stamp: { client: entity._item?.id.client ?? 0, clock: entity._item?.id.clock ?? 0 },
  };
}

function parseMentions(entity: Y.Map<unknown>): readonly Mention[] {
  const keys = [...entity.keys()].filter((key) => key.startsWith(MENTION_PREFIX)).sort();
  return keys.slice(0, MAX_MENTIONS).flatMap((key) => {
    const ref = key.slice(MENTION_PREFIX.length);
    const name = cleanLine(entity.get(key), MAX_AUTHOR_NAME);
    const isByName = ref.startsWith('~');
    if (name === '' || (!isByName && !isId(ref))) return [];
    return [{ author: isByName ? null : ref, name }];
  });
}
