/** Upper bounds of what a map holds; readers cut or drop above them and say so. Text lengths in UTF-16 units. */
export const MAX_NAME = 2_000;
export const MAX_NOTES = 20_000;
export const MAX_PEOPLE = 20_000;
export const MAX_UNITS = 5_000;
export const MAX_RELATIONS = 50_000;
export const MAX_FIELDS = 100;

const FORBIDDEN_IDS = new Set(['__proto__', 'constructor', 'prototype']);

/** True for ids that may key a map: 1-128 characters without white space, controls or markup, and no name of Object.prototype's. */
export function isId(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= 128 &&
    !/[\s\p{Cc}"<>&]/u.test(value) &&
    !FORBIDDEN_IDS.has(value)
  );
}
