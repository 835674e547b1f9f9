export type * from './change.ts';
export * from './limits.ts';
export * from './propose-layer.ts';
export * from './queries.ts';
export * from './tree.ts';
export type * from './types.ts';
export * from './vocabulary.ts';
