export { layoutFishbone } from './fishbone/index.ts';
export { layoutPowerMap } from './power-map/index.ts';
export { LAYOUTS, layoutView } from './registry.ts';
export { createLayoutRunner, type LayoutRunner } from './run.ts';
export { cutText, textWidth, wrapText } from './text-width.ts';
export * from './types.ts';
