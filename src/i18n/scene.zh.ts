import type { sceneEn } from './scene.en.ts';

export const sceneZh: typeof sceneEn = {
  'scene.unnamed': '未命名客户',
  'scene.stage': (stage: number) => `采购阶段 ${stage}`,
  'scene.power': '影响力：越大越深',
  'scene.faint': '弱影响',
};
