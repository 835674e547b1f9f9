export { isInfluenceKnown } from './influence-known.ts';
export { influenceRelations, type Listening } from './listening.ts';
export { realInfluence } from './real-influence.ts';
