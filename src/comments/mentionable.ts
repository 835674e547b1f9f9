/** Who can be called with `@`: everybody who has written and everybody who is here and may read it. Pure. */
import { goesBy } from './mentions.ts';
import type { CommentAuthor, Mention } from './types.ts';

export interface Mentionable extends Mention {
  /** Several go by this name, and a call of it reaches each of them. */
  readonly isShared: boolean;
}

/** Without `me`. `present` are the names of the others who are here now and may read comments. */
export function mentionable(
  authors: readonly Pick<CommentAuthor, 'id' | 'name'>[],
  present: readonly string[],
  me: Pick<CommentAuthor, 'id' | 'name'>,
): readonly Mentionable[] {
  const written = authors.filter(({ id, name }) => id !== me.id && name !== '');
  const here = present.filter((name) => name !== '');
  const isShared = (name: string) => {
    const own = goesBy(me, name) ? 1 : 0;
    // Who has written and who is here may be the same person.
    const others = Math.max(
      written.filter((author) => goesBy(author, name)).length,
      here.filter((other) => goesBy({ name: other }, name)).length,
    );
    return own + others > 1;
  };
  const known: Mentionable[] = written.map(({ id, name }) => ({ author: id, name, isShared: isShared(name) }));
  for (const name of here)
    if (!known.some((other) => goesBy(other, name))) known.push({ author: null, name, isShared: isShared(name) });
  return known;
}
