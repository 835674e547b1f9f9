import type { presenceEn } from './presence.en.ts';

export const presenceZh: typeof presenceEn = {
  'presence.follow': '跟随',
};
