import type { sceneEn } from './scene.en.ts';

export const sceneZh: typeof sceneEn = {
  'scene.leader': '部门负责人',
  'scene.power': '影响力 4–5',
  'scene.count': '已接触 / 已知',
};
