import type { canvasEn } from './canvas.en.ts';

export const canvasZh: typeof canvasEn = {
  'canvas.label': '客户地图',
};
