/** What is being typed behind an `@`: pure, so that the rules are tested without a screen. */
import type { Mention } from '../../comments/index.ts';

export interface MentionQuery {
  /** Where the `@` stands. */
  readonly from: number;
  /** What was typed behind it, up to the caret. */
  readonly typed: string;
}

/** Names are at most so long. */
const REACH = 60;
const OFFERED = 8;

/** The `@…` the caret stands in, or null. An `@` within a word (an address) calls nobody. */
export function mentionQueryAt(text: string, caret: number): MentionQuery | null {
  const from = caret < 1 ? -1 : text.lastIndexOf('@', caret - 1);
  if (from < 0 || caret - from > REACH) return null;
  const typed = text.slice(from + 1, caret);
  if (typed.includes('\n') || /[a-z0-9._-]$/i.test(text.slice(0, from))) return null;
  return { from, typed };
}

/**
 * Whom the typed letters may mean: names that begin with them first, each name once. Nobody once a whole name and a space
 * stand there.
 */
export function offerMentions<M extends Mention>(known: readonly M[], typed: string): readonly M[] {
  const wanted = typed.toLocaleLowerCase();
  const names = new Map([...known].reverse().map((mention) => [mention.name.toLocaleLowerCase(), mention]));
  const named = known
    .filter((mention) => names.get(mention.name.toLocaleLowerCase()) === mention)
    .map((mention) => ({ mention, at: mention.name.toLocaleLowerCase().indexOf(wanted) }));
  const found = named.filter(({ at }) => at >= 0).sort((a, b) => Math.min(a.at, 1) - Math.min(b.at, 1));
  return found.slice(0, OFFERED).map(({ mention }) => mention);
}

/** The text with the name in place of what was typed, and where the caret stands then: behind a space. */
export function insertMention(
  text: string,
  { from, typed }: MentionQuery,
  name: string,
): { text: string; caret: number } {
  const rest = text.slice(from + 1 + typed.length);
  const before = `${text.slice(0, from)}@${name}`;
  const gap = rest.startsWith(' ') ? '' : ' ';
  return { text: before + gap + rest, caret: before.length + 1 };
}

/** Whether one word is being typed behind an `@` that was not waved away, and nobody is known who could be meant. */
export function callsNobody(query: MentionQuery | null, closedAt: number, known: readonly Mention[]): boolean {
  return query !== null && query.from !== closedAt && known.length === 0 && !/\s/.test(query.typed);
}
