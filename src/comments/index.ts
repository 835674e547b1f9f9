export {
  editComment,
  removeComment,
  reopenThread,
  reply,
  resolveThread,
  restoreComment,
  startThread,
  type CommentOutcome,
  type CommentRefusal,
  type NewComment,
  type NewThread,
  type Words,
} from './commands.ts';
export * from './limits.ts';
export { mentionable, type Mentionable } from './mentionable.ts';
export { callsAuthor, goesBy, mentionsIn, segmentsOf, type Segment } from './mentions.ts';
export { createCommentsReader, readComments, type CommentsReader } from './read.ts';
export { COMMENTS_SCHEMA } from './schema.ts';
export { formatSeen, isSeen, parseSeen, seenNow, type Seen } from './seen.ts';
export { targetKey } from './targets.ts';
export type * from './types.ts';
