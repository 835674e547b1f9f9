/** Which threads the panel lists, and in which order: pure. */
import { targetKey, type Comment, type CommentTarget, type Thread } from '../../comments/index.ts';
import type { CommentFilter } from '../../state/index.ts';

export interface ThreadGroup {
  readonly key: string;
  readonly target: CommentTarget;
  /** What the target is called now; null when it is gone. */
  readonly name: string | null;
  /** What it was called when the first of the threads was begun. */
  readonly label: string;
  readonly threads: readonly Thread[];
}

export interface GroupOptions {
  readonly filter: CommentFilter;
  readonly isMine: (comment: Comment) => boolean;
  readonly callsMe: (comment: Comment) => boolean;
  readonly nameOf: (target: CommentTarget) => string | null;
  /** Somebody at this screen is writing there: it is listed whatever the filter says. */
  readonly isWriting: (thread: Thread) => boolean;
}

/** By target; what was said last comes first, what is gone comes last. Within a target oldest first. */
export function groupThreads(threads: readonly Thread[], options: GroupOptions): readonly ThreadGroup[] {
  const groups = new Map<string, Thread[]>();
  for (const thread of threads) {
    if (!isListed(thread, options) && !options.isWriting(thread)) continue;
    const key = targetKey(thread.target);
    const group = groups.get(key);
    if (group) group.push(thread);
    else groups.set(key, [thread]);
  }
  const named = [...groups].map(([key, own]) => {
    const { label, target } = own[0]!;
    return { key, target, name: options.nameOf(target), label, threads: own, last: Math.max(...own.map(lastOf)) };
  });
  return named.sort((a, b) => Number(a.name === null) - Number(b.name === null) || b.last - a.last);
}

/** The groups in the order they had; new ones come last. For as long as somebody writes among them. */
export function keepOrder(groups: readonly ThreadGroup[], before: readonly string[]): readonly ThreadGroup[] {
  const places = new Map(before.map((key, place) => [key, place]));
  const placeOf = ({ key }: ThreadGroup) => places.get(key) ?? before.length;
  return [...groups].sort((a, b) => placeOf(a) - placeOf(b));
}

function isListed({ comments, resolved }: Thread, { callsMe, filter, isMine }: GroupOptions): boolean {
  switch (filter) {
    case 'open':
      return resolved === null;
    case 'resolved':
      return resolved !== null;
    case 'mine':
      return comments.some(isMine);
    case 'mentions':
      return comments.some(callsMe);
  }
}

function lastOf({ comments }: Thread): number {
  return comments.at(-1)!.at;
}

/** The first `limit` threads of the list, or as many more as it takes to reach those that must be there. */
export function firstThreads(
  groups: readonly ThreadGroup[],
  limit: number,
  isNeeded: (thread: Thread) => boolean,
): readonly ThreadGroup[] {
  const at = groups.flatMap(({ threads }) => threads).findLastIndex(isNeeded);
  let room = Math.max(limit, at + 1);
  const shown: ThreadGroup[] = [];
  for (const group of groups) {
    if (room <= 0) break;
    shown.push(group.threads.length <= room ? group : { ...group, threads: group.threads.slice(0, room) });
    room -= group.threads.length;
  }
  return shown;
}
