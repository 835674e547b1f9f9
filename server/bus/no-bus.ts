import type { Bus } from './bus.ts';

/** One server alone on its folder: there is nobody to tell. */
export const NO_BUS: Bus = {
  isShared: false,
  publish: () => undefined,
  subscribe: () => Promise.resolve(() => undefined),
  onGap: () => () => undefined,
  ping: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
