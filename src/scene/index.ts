export { composeScene } from './compose.ts';
export type * from './types.ts';
