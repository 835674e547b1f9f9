import type { sceneEn } from './scene.en.ts';

export const sceneZh: typeof sceneEn = {};
