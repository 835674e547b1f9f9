import type { sceneEn } from './scene.en.ts';

export const sceneZh: typeof sceneEn = {
  'scene.unnamed': '未命名客户',
  'scene.stage': (stage: number) => `采购阶段 ${stage}`,
  'scene.power': '影响力：越大越深',
  'scene.faint': '弱影响',
  'scene.chip.count': (people: number) => `(${people}人)`,
  'scene.chip.folded': '已折叠',
  'scene.chip.worst': (attitude: string) => `最不利的态度：${attitude}`,
  'scene.matrix.attitude': '态度',
  'scene.matrix.interest': '关注度',
  'scene.matrix.power': '影响力',
  'scene.matrix.not-judged': '未评估',
  'scene.matrix.interest-not-judged': '关注度未评估',
  'scene.matrix.power-not-judged': '影响力未评估',
  'scene.matrix.covered': '态度已遮盖',
  'quadrant.manage-closely': '重点管理',
  'quadrant.keep-satisfied': '令其满意',
  'quadrant.keep-informed': '随时告知',
  'quadrant.monitor': '监督',
};
