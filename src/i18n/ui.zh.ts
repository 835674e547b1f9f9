import type { uiEn } from './ui.en.ts';

export const uiZh: typeof uiEn = {};
