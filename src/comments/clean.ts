/** Outside values as values that may be shown (SPEC.md K2, K3). Pure; nothing throws. */
import { isId } from '../model/index.ts';
import { MAX_TIME } from './limits.ts';
import type { CommentTarget } from './types.ts';

/** Controls, and what turns the direction of writing: both could make one name look like another. */
const HIDDEN_IN_NAMES = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
const HIDDEN_IN_WORDS = /[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const REPORTS_PREFIX = 'reports:';

/** One line, cut at whole characters; '' for anything but text. */
export function cleanLine(value: unknown, maxLength: number): string {
  if (typeof value !== 'string') return '';
  return cutWhole(
    value
      .slice(0, maxLength * 4)
      .replace(HIDDEN_IN_NAMES, '')
      .trim(),
    maxLength,
  ).trim();
}

/** Words of several lines; '' for anything but text. */
export function cleanWords(value: unknown, maxLength: number): string {
  if (typeof value !== 'string') return '';
  const words = value
    .slice(0, maxLength * 4)
    .replace(/\r\n?/g, '\n')
    .replace(HIDDEN_IN_WORDS, '');
  return cutWhole(words.trim(), maxLength).trim();
}

/** Milliseconds that a date can be made of; 0 for anything else. */
export function cleanTime(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= MAX_TIME ? Math.trunc(value) : 0;
}

/** `#rrggbb` in small letters, or ''. */
export function cleanColour(value: unknown): string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : '';
}

/** Null when it names no kind or no id. */
export function parseTarget(on: unknown, id: unknown): CommentTarget | null {
  if (on === 'map') return { on };
  if (on === 'relation' && typeof id === 'string' && id.startsWith(REPORTS_PREFIX))
    return isId(id.slice(REPORTS_PREFIX.length)) ? { on, id } : null;
  return (on === 'person' || on === 'relation' || on === 'unit') && isId(id) ? { on, id } : null;
}

/** Never half of a character that takes two units. */
function cutWhole(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? maxLength - 1 : maxLength);
}
