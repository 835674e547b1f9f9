export { composeScene, SHOWN_AT_FIRST } from './compose.ts';
export { attitudeWord, describePerson } from './person-words.ts';
export { FONT_FAMILY, themeOf, type Theme } from './theme.ts';
export type * from './types.ts';
