/** What pictures say about people in words: tooltips, screen readers, the titles of exported shapes. */
import { translate } from '../i18n/index.ts';
import { isUnknownSeat, MARKS, ROLES, type AccountMap, type Person } from '../model/index.ts';
import { cleanText } from './text.ts';
import type { Language } from './types.ts';

export interface PersonWordsContext {
  readonly map: AccountMap;
  readonly language: Language;
  /** Leaves out attitude and marks. Default false. */
  readonly discreet?: boolean;
}

/** Everything a card says, in words: for the tooltip and for screen readers. */
export function describePerson({ discreet = false, language, map }: PersonWordsContext, person: Person): string {
  const unit = person.unit === null ? undefined : map.units.get(person.unit);
  const covered = discreet
    ? []
    : [
        ...MARKS.filter((mark) => person.marks.includes(mark)).map((mark) => translate(language, `mark.${mark}`)),
        attitudeWord(language, map, person.attitude),
      ];
  const parts = [
    isUnknownSeat(person) ? translate(language, 'seat.unknown') : cleanText(person.name),
    cleanText(person.title),
    unit ? cleanText(unit.name) : '',
    translate(language, `layer.${person.layer}`),
    ...ROLES.filter((role) => person.roles.includes(role)).map((role) => translate(language, `role.${role}`)),
    ...covered,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The word for a value of the map's scale, null = not contacted; a value of another scale is shown as it is. */
export function attitudeWord(language: Language, map: AccountMap, attitude: number | null): string {
  if (attitude === null) return translate(language, 'attitude.none');
  if (map.scale === '3..-1')
    return attitude === 3 || attitude === 2 || attitude === 1 || attitude === 0 || attitude === -1
      ? translate(language, `attitude.3..-1.${attitude}`)
      : `${attitude}`;
  return attitude === 2 || attitude === 1 || attitude === 0 || attitude === -1 || attitude === -2
    ? translate(language, `attitude.+2..-2.${attitude}`)
    : `${attitude}`;
}
