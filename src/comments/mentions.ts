/**
 * `@Name` in the words of a comment. Who is meant lies beside the words, so that a name with spaces, or one that somebody
 * changes later, still means the same person. Pure.
 */
import type { CommentAuthor, Mention } from './types.ts';

export interface Segment {
  readonly text: string;
  /** Who this piece calls; null for plain words. */
  readonly mention: Mention | null;
}

/** The words in pieces, in order; joined they are the words again. Longer names win over those they begin with. */
export function segmentsOf(text: string, mentions: readonly Mention[]): readonly Segment[] {
  const byLength = [...mentions].sort((a, b) => b.name.length - a.name.length);
  const segments: Segment[] = [];
  let plainFrom = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at < plainFrom) continue;
    const mention = byLength.find(({ name }) => standsAt(text, at + 1, name));
    if (!mention) continue;
    if (at > plainFrom) segments.push({ text: text.slice(plainFrom, at), mention: null });
    plainFrom = at + 1 + mention.name.length;
    segments.push({ text: text.slice(at, plainFrom), mention });
  }
  if (plainFrom < text.length) segments.push({ text: text.slice(plainFrom), mention: null });
  return segments;
}

/** Those of `known` whose `@Name` stands in the words, each once. */
export function mentionsIn(text: string, known: readonly Mention[]): readonly Mention[] {
  const names = new Set(segmentsOf(text, known).flatMap(({ mention }) => mention?.name ?? []));
  const found = new Map<string, Mention>();
  for (const mention of known) if (names.has(mention.name)) found.set(mentionRef(mention), mention);
  return [...found.values()];
}

/** The key a mention lies under, without its prefix. */
export function mentionRef({ author, name }: Mention): string {
  return author ?? `~${name.toLowerCase()}`;
}

/**
 * By id, or by name: who had not written when they were called has no id yet, and on another device of theirs a person
 * has another one. Whoever goes by the name is called, also when two do.
 */
export function callsAuthor(mentions: readonly Mention[], { id, name }: Pick<CommentAuthor, 'id' | 'name'>): boolean {
  return mentions.some((mention) => mention.author === id || goesBy({ name }, mention.name));
}

/** Whether somebody's name is this one; small and large letters are the same. Nobody goes by none. */
export function goesBy({ name }: { readonly name: string }, called: string): boolean {
  const known = name.trim().toLowerCase();
  return known !== '' && called.trim().toLowerCase() === known;
}

/** Scripts that put no space between words. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;

/** `@Ann` does not stand in `@Anna`; `@张伟` stands in `@张伟你好`. */
function standsAt(text: string, at: number, name: string): boolean {
  if (name === '' || !text.startsWith(name, at)) return false;
  const last = [...name].at(-1)!;
  const next = String.fromCodePoint(text.codePointAt(at + name.length) ?? 32);
  const isWord = (character: string) => /^[\p{L}\p{N}]$/u.test(character) && !UNSPACED.test(character);
  return !(isWord(last) && isWord(next));
}
