/** Tells somebody who has the map open that they were called with `@`: once a comment. */
import type { Comment, Thread } from '../comments/index.ts';
import type { Speaker } from './types.ts';

const EXCERPT = 80;

export class MentionCalls {
  #speaker: Speaker;
  #show: (thread: Thread) => void;
  #said = new Set<string>();

  constructor(speaker: Speaker, show: (thread: Thread) => void) {
    this.#speaker = speaker;
    this.#show = show;
  }

  /** One notice for what was not said before; with several, for the last of them and how many they are. */
  say(calls: readonly Comment[], threads: readonly Thread[]): void {
    const fresh = calls.filter(({ id }) => !this.#said.has(id));
    const last = fresh.at(-1);
    const thread = last && threads.find(({ id }) => id === last.thread);
    if (!last || !thread) return;
    for (const { id } of fresh) this.#said.add(id);
    const speaker = this.#speaker;
    const name = last.author.name || speaker.t('comments.somebody');
    const text =
      fresh.length > 1
        ? speaker.t('comments.called.many', fresh.length)
        : speaker.t('comments.called', name, excerptOf(last.text));
    const action = { label: speaker.t('comments.called.show'), run: () => this.#show(thread) };
    speaker.notify({ kind: 'info', text, action });
  }
}

/** The first words, on one line. */
function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const characters = [...line];
  return characters.length > EXCERPT ? `${characters.slice(0, EXCERPT - 1).join('')}…` : line;
}
