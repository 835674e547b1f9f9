export {
  assembleMap,
  outsideUnits,
  type Assembled,
  type Drafts,
  type FinishedCache,
  type Removed,
} from './assemble.ts';
export type * from './change.ts';
export * from './file.ts';
export * from './limits.ts';
export * from './order.ts';
export * from './parse.ts';
export * from './propose-layer.ts';
export * from './queries.ts';
export * from './tree.ts';
export type * from './types.ts';
export * from './vocabulary.ts';
