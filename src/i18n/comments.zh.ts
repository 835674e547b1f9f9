import type { commentsEn } from './comments.en.ts';

export const commentsZh: typeof commentsEn = {
  'comments.title': '评论',
};
