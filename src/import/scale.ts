/** Which attitude scale a list is in. Never a conversion: a value that is not in the scale is reported, not bent. */
import type { AccountMap, AttitudeScaleId } from '../model/index.ts';
import { parseAttitude, parseNumber } from './cells.ts';
import { shown } from './problem.ts';
import type { PersonDraft } from './people.ts';

export interface ScaleChoice {
  readonly scale: AttitudeScaleId;
  /** Nobody said so: it follows from values that only one scale has. */
  readonly proposed: boolean;
}

/** The map's once it holds attitudes, else the scale that was asked for, else the one that fits the values, else 3..-1. */
export function chooseScale(
  drafts: readonly PersonDraft[],
  asked: AttitudeScaleId | undefined,
  existing: AccountMap | undefined,
): ScaleChoice {
  if (existing && hasAttitudes(existing)) return { scale: existing.scale, proposed: false };
  if (asked) return { scale: asked, proposed: false };
  const fallback = existing?.scale ?? '3..-1';
  const texts = drafts.map((draft) => draft.attitudeText);
  const numbers = texts.map(parseNumber);
  const three = numbers.includes(3);
  const signed = numbers.includes(-2) || texts.some((text) => /^[+＋]/.test(text));
  const scale = three === signed ? fallback : three ? '3..-1' : '+2..-2';
  return { scale, proposed: scale !== fallback };
}

/** True when somebody's attitude on the map is judged: then its scale is not up for change. */
export function hasAttitudes(map: AccountMap): boolean {
  return [...map.people.values()].some((person) => person.attitude !== null);
}

/** The draft's attitude in the scale; undefined when the cell was blank or of no use. */
export function readAttitude(draft: PersonDraft, scale: AttitudeScaleId): number | null | undefined {
  if (draft.attitudeText === '') return undefined;
  const parsed = parseAttitude(draft.attitudeText, scale);
  if (parsed.ok) return parsed.value;
  const values = { value: shown(draft.attitudeText), allowed: scale.replace('-', '−') };
  draft.report({ row: draft.row, column: draft.header('attitude') }, parsed.wrong, 'value-ignored', values);
  return undefined;
}
