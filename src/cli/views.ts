import type { ViewId } from '../model/index.ts';

/** The views that can be drawn, by the names the options use. */
export const VIEWS = ['fishbone', 'power-map'] as const satisfies readonly ViewId[];
