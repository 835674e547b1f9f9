/** One cell → one value. Every function takes trimmed text; '' is "not given" and never a problem. */
import { ROLES, type AttitudeScaleId, ATTITUDE_SCALES, type Layer, type Mark, type Role } from '../model/index.ts';
import { ATTITUDE_WORDS, LAYER_WORDS, MARK_WORDS, NOTHING_WORDS, plainWord, ROLE_WORDS } from './words.ts';

const LIST_SEPARATORS = /[;,、|/\n]+/;

/** `null` when the word is none of ours. */
export function parseLayer(text: string): Layer | null {
  return LAYER_WORDS.get(plainWord(text)) ?? null;
}

/** What a list cell says: the known ones in the model's order, and the words nobody knows. */
export interface ParsedList<T> {
  readonly known: readonly T[];
  readonly unknown: readonly string[];
}

/** Letters or words, separated by `; , 、 | /` in either width; also plain letters in a row: `A D`, `AD`. */
export function parseRoles(text: string): ParsedList<Role> {
  const parts = listParts(text).flatMap((part) => {
    const letters = plainWord(part).toUpperCase();
    const isRow = letters.length > 1 && !ROLE_WORDS.has(plainWord(part)) && isDistinctRoles(letters);
    return isRow ? [...letters] : [part];
  });
  const { known, unknown } = parseList(parts, ROLE_WORDS);
  return { known: ROLES.filter((role) => known.includes(role)), unknown };
}

/** Separated like roles. */
export function parseMarks(text: string): ParsedList<Mark> {
  return parseList(listParts(text), MARK_WORDS);
}

function listParts(text: string): string[] {
  return text
    .normalize('NFKC')
    .split(LIST_SEPARATORS)
    .map((part) => part.trim())
    .filter((part) => !NOTHING_WORDS.has(plainWord(part)));
}

function parseList<T>(parts: readonly string[], words: ReadonlyMap<string, T>): ParsedList<T> {
  const known = new Set<T>();
  const unknown: string[] = [];
  for (const part of parts) {
    const value = words.get(plainWord(part));
    if (value === undefined) unknown.push(part);
    else known.add(value);
  }
  return { known: [...known], unknown };
}

function isDistinctRoles(letters: string): boolean {
  return (
    new Set(letters).size === letters.length && [...letters].every((letter) => ROLES.some((role) => role === letter))
  );
}

/** A number as people type it: full-width digits, a real minus, `+`, a percent sign. `null` when it is no number. */
export function parseNumber(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[−–—]/g, '-').replace(/[\s%]/g, '');
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly wrong: 'not-a-number' | 'out-of-range' };

/** A number within a range; `whole` refuses fractions. Signs for "not known" give null. */
export function parseRanged(text: string, range: readonly [number, number], whole: boolean): Parsed<number | null> {
  if (NOTHING_WORDS.has(plainWord(text))) return { ok: true, value: null };
  const value = parseNumber(text);
  if (value === null) return { ok: false, wrong: 'not-a-number' };
  const fits = value >= range[0] && value <= range[1] && (!whole || Number.isInteger(value));
  return fits ? { ok: true, value } : { ok: false, wrong: 'out-of-range' };
}

/** A value of the scale, by number or by the scale's own word; signs for "not contacted" give null. */
export function parseAttitude(text: string, scale: AttitudeScaleId): Parsed<number | null> {
  const word = plainWord(text);
  if (text !== '0' && NOTHING_WORDS.has(word)) return { ok: true, value: null };
  const value = parseNumber(text) ?? ATTITUDE_WORDS[scale].get(word) ?? null;
  if (value === null) return { ok: false, wrong: 'not-a-number' };
  const values: readonly number[] = ATTITUDE_SCALES[scale].values;
  return values.includes(value) ? { ok: true, value: value === 0 ? 0 : value } : { ok: false, wrong: 'out-of-range' };
}

/** At most `limit` UTF-16 units, never half a surrogate pair. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = /[\uD800-\uDBFF]/.test(text[limit - 1]!) ? limit - 1 : limit;
  return text.slice(0, end);
}

/** One line of text: white space of any kind becomes one space, control characters go. */
export function oneLine(text: string): string {
  if (text === '') return '';
  return text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}+/gu, '')
    .trim();
}

/** Text of several lines: line ends become line feeds, other control characters go. */
export function manyLines(text: string): string {
  if (text === '') return '';
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, '')
    .trim();
}
