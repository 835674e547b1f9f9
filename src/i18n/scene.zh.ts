import type { sceneEn } from './scene.en.ts';

export const sceneZh: typeof sceneEn = {
  'scene.unnamed': '未命名客户',
};
