import type { shareEn } from './share.en.ts';

export const shareZh: typeof shareEn = {
  'history.title': '历史状态',
};
