/** Upper bounds of what is read and written (SPEC.md K2). Lengths in UTF-16 units. */
export const MAX_TEXT = 4_000;
export const MAX_AUTHOR_NAME = 60;
export const MAX_LABEL = 200;
export const MAX_COMMENTS = 5_000;
export const MAX_MENTIONS = 20;
/** The last millisecond that a Date can hold. */
export const MAX_TIME = 8.64e15;
