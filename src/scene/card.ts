/** A person's card: body, name, title, and the signs that straddle its edges. */
import { translate } from '../i18n/index.ts';
import { cutText, textWidth, type CardPlacement, type Density } from '../layout/index.ts';
import { isUnknownSeat, MARKS, ROLES, type AccountMap, type Person } from '../model/index.ts';
import { attitudeBadge, markBadge, roleBadge } from './badges.ts';
import { cleanText } from './text.ts';
import { hueOf, type Theme } from './theme.ts';
import type { CardItem, Language, Shape } from './types.ts';

interface CardType {
  readonly name: number;
  readonly nameY: number;
  readonly title: number;
  /** Baseline of the title; null = on the name's line. */
  readonly titleY: number | null;
  readonly inset: number;
  readonly badge: number;
}

const TYPE: Readonly<Record<Density, CardType>> = {
  comfortable: { name: 14, nameY: 19.5, title: 11.5, titleY: 35, inset: 12, badge: 16 },
  compact: { name: 13, nameY: 16.5, title: 10, titleY: 29.5, inset: 10, badge: 15 },
  dense: { name: 12, nameY: 15.3, title: 9, titleY: null, inset: 8, badge: 12 },
};
const MAX_ROLES = 3;

export interface CardContext {
  readonly map: AccountMap;
  readonly theme: Theme;
  readonly language: Language;
  readonly density: Density;
  readonly hues: ReadonlyMap<string, number>;
  /** Attitude and marks covered. */
  readonly discreet: boolean;
  /** Power as weight of the outline: in the power map. */
  readonly showsPower: boolean;
}

export function drawCard(context: CardContext, placement: CardPlacement): CardItem {
  const person = context.map.people.get(placement.person)!;
  const shapes = [
    body(context, placement, person),
    ...texts(context, placement, person),
    ...badges(context, placement, person),
  ];
  return {
    kind: 'card',
    person: person.id,
    layer: placement.layer,
    rect: placement.rect,
    shapes,
    title: describePerson(context, person),
  };
}

function body({ hues, showsPower, theme }: CardContext, { leader, rect, unit }: CardPlacement, person: Person): Shape {
  const hue = unit === null ? undefined : hues.get(unit);
  const base = { type: 'rect', ...rect, radius: Math.min(7, rect.height / 3), fill: theme.paper } as const;
  if (isUnknownSeat(person)) return { ...base, stroke: theme.muted, strokeWidth: 1.2, dash: [4, 3] };
  if (leader) return { ...base, stroke: hueOf(theme, hue), strokeWidth: 1.8 };
  const power = showsPower ? (person.power ?? 0) : 0;
  return power >= 4
    ? { ...base, stroke: theme.ink, strokeWidth: power === 5 ? 2 : 1.5 }
    : { ...base, stroke: theme.line, strokeWidth: 1 };
}

function texts({ density, theme }: CardContext, { rect }: CardPlacement, person: Person): Shape[] {
  const type = TYPE[density];
  const title = cleanText(person.title);
  const isUnknown = isUnknownSeat(person);
  const full = isUnknown ? `? ${title}`.trim() : cleanText(person.name);
  const room = rect.width - 2 * type.inset;
  const name = cutText(full, type.name, type.titleY === null && !isUnknown && title !== '' ? room * 0.72 : room);
  const x = rect.x + type.inset;
  const shapes: Shape[] = [
    {
      type: 'text',
      x,
      y: rect.y + type.nameY,
      text: name,
      size: type.name,
      weight: 600,
      fill: isUnknown ? theme.muted : theme.ink,
    },
  ];
  if (isUnknown || title === '') return shapes;
  if (type.titleY !== null)
    shapes.push({
      type: 'text',
      x,
      y: rect.y + type.titleY,
      text: cutText(title, type.title, room),
      size: type.title,
      weight: 400,
      fill: theme.muted,
    });
  else {
    const start = textWidth(name, type.name) + 5;
    const rest = cutText(title, type.title, room - start);
    if (rest.length > 1)
      shapes.push({
        type: 'text',
        x: x + start,
        y: rect.y + type.nameY,
        text: rest,
        size: type.title,
        weight: 400,
        fill: theme.muted,
      });
  }
  return shapes;
}

function badges({ density, map, theme }: CardContext, { rect }: CardPlacement, person: Person): Shape[] {
  const { badge: size } = TYPE[density];
  const roles = ROLES.filter((role) => person.roles.includes(role));
  const shown = roles.slice(0, MAX_ROLES);
  const labels = roles.length > MAX_ROLES ? [...shown, `+${roles.length - MAX_ROLES}` as const] : shown;
  const top = rect.y - size / 2 - 1;
  const marks = MARKS.filter((mark) => person.marks.includes(mark));
  const r = size / 2;
  return [
    ...labels.flatMap((label, i) => roleBadge(theme, label, { x: rect.x + 6 + i * (size + 2), y: top, size })),
    ...attitudeBadge(theme, map.scale, person.attitude, { x: rect.x + rect.width - 5, y: rect.y + 1, r: r + 0.5 }),
    ...marks.flatMap((mark, i) =>
      markBadge(theme, mark, { x: rect.x + rect.width - r - 5 - i * (size + 2), y: rect.y + rect.height, r }),
    ),
  ];
}

/** Everything a card says, in words: for the tooltip and for screen readers. */
export function describePerson({ language, map }: Pick<CardContext, 'language' | 'map'>, person: Person): string {
  const unit = person.unit === null ? undefined : map.units.get(person.unit);
  const attitude =
    person.attitude === null ? translate(language, 'attitude.none') : attitudeWord(language, map, person.attitude);
  const parts = [
    isUnknownSeat(person) ? translate(language, 'seat.unknown') : cleanText(person.name),
    cleanText(person.title),
    unit ? cleanText(unit.name) : '',
    translate(language, `layer.${person.layer}`),
    ...ROLES.filter((role) => person.roles.includes(role)).map((role) => translate(language, `role.${role}`)),
    ...MARKS.filter((mark) => person.marks.includes(mark)).map((mark) => translate(language, `mark.${mark}`)),
    attitude,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The word for a value of the map's scale; a value of another scale is shown as it is. */
export function attitudeWord(language: Language, map: AccountMap, attitude: number): string {
  if (map.scale === '3..-1')
    return attitude === 3 || attitude === 2 || attitude === 1 || attitude === 0 || attitude === -1
      ? translate(language, `attitude.3..-1.${attitude}`)
      : `${attitude}`;
  return attitude === 2 || attitude === 1 || attitude === 0 || attitude === -1 || attitude === -2
    ? translate(language, `attitude.+2..-2.${attitude}`)
    : `${attitude}`;
}
