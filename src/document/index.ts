export * from './origins.ts';
export type { CommandRefusal, Outcome } from './outcome.ts';
export type { ReadResult, Removed } from './read-result.ts';
