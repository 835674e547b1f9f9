/** A person's card: body, name, title, and the signs that straddle its edges. */
import { cutText, textWidth, type CardPlacement, type Density, type Rect } from '../layout/index.ts';
import { isUnknownSeat, MARKS, ROLES, type AccountMap, type Person } from '../model/index.ts';
import { attitudeBadge, markBadge, roleBadge } from './badges.ts';
import { createMemo } from './memo.ts';
import { round } from './path.ts';
import { describePerson } from './person-words.ts';
import { cleanText } from './text.ts';
import { hueOf, type Theme } from './theme.ts';
import type { CardItem, Language, Shape } from './types.ts';

/** Sizes within a card, in page units at scale 1. */
interface CardType {
  readonly name: number;
  readonly nameY: number;
  readonly title: number;
  /** Baseline of the title; null = on the name's line. */
  readonly titleY: number | null;
  readonly inset: number;
  /** Side of a role's square; attitude and marks follow it. */
  readonly badge: number;
  /** How far badges stand above the body. */
  readonly rise: number;
  /** How far marks stand below the body; null = they stand on the upper edge too, left of the attitude. */
  readonly fall: number | null;
}

/**
 * `rise` and `fall` together stay below the smallest distance of two rows (18, 15 and 10 in the fishbone), so that the
 * marks of one row never touch the badges of the next. Names begin below the badges.
 */
const TYPE: Readonly<Record<Density, CardType>> = {
  comfortable: { name: 14, nameY: 21.3, title: 11.5, titleY: 35.8, inset: 12, badge: 16, rise: 8.6, fall: 7.6 },
  compact: { name: 13, nameY: 18.5, title: 10, titleY: 30.5, inset: 10, badge: 14, rise: 7.5, fall: 6 },
  dense: { name: 12, nameY: 16.3, title: 9, titleY: null, inset: 8, badge: 13, rise: 7.5, fall: null },
};
const MAX_ROLES = 3;
const RADIUS = 7;
const STRIPE = 4;
/** Against the density's own size. */
const SMALLEST_NAME = 0.88;

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
  /** Stands for all plain choices above and the scale: the same object while those are the same. */
  readonly look: object;
}

const drawn = createMemo<CardPlacement, CardItem>();

/** The card as it was drawn before, while neither its place nor its person nor the look has changed. */
export function drawCard(context: CardContext, placement: CardPlacement): CardItem {
  const { hues, look, map } = context;
  const person = map.people.get(placement.person)!;
  const hue = placement.unit === null ? undefined : hues.get(placement.unit);
  const home = person.unit === null ? undefined : map.units.get(person.unit);
  return (
    drawn.get(placement, person, home, hue, look) ??
    drawn.keep(placement, drawCardAfresh(context, placement, person), person, home, hue, look)
  );
}

/** Everything in the card is drawn at the placement's scale (default 1); its rect has that size already. */
function drawCardAfresh(context: CardContext, placement: CardPlacement, person: Person): CardItem {
  const type = scaled(TYPE[context.density], placement.scale ?? 1);
  return {
    kind: 'card',
    person: person.id,
    layer: placement.layer,
    rect: placement.rect,
    shapes: [
      ...body(context, placement, person),
      ...texts(context, placement.rect, type, person),
      ...badges(context, placement.rect, type, person),
    ],
    title: describePerson(context, person),
    signs: signsOf(context, person),
  };
}

function scaled(type: CardType, k: number): CardType {
  if (k === 1) return type;
  const times = (value: number) => round(value * k);
  return {
    name: times(type.name),
    nameY: times(type.nameY),
    title: times(type.title),
    titleY: type.titleY === null ? null : times(type.titleY),
    inset: times(type.inset),
    badge: times(type.badge),
    rise: times(type.rise),
    fall: type.fall === null ? null : times(type.fall),
  };
}

/**
 * The body's rect, and where the outline already says power, a stripe in the department's hue for its leader. Outlines:
 * dashed = unknown seat, thick in the department's hue = leader, darker and thicker = more power.
 */
function body(
  { hues, showsPower, theme }: CardContext,
  { leader, rect, scale = 1, unit }: CardPlacement,
  person: Person,
): Shape[] {
  const hue = hueOf(theme, unit === null ? undefined : hues.get(unit));
  const radius = round(Math.min(RADIUS * scale, rect.height / 3));
  const base = { type: 'rect', ...rect, radius, fill: theme.paper } as const;
  const outlined = (stroke: string, width: number) => ({ ...base, stroke, strokeWidth: round(width * scale) });
  const power = showsPower && person.power !== null ? theme.power[person.power - 1] : undefined;
  if (isUnknownSeat(person)) {
    const dash = [round(4 * scale), round(3 * scale)];
    // A faint line would lose its dashes.
    const line = power && (person.power ?? 0) > 3 ? power.line : theme.muted;
    return [{ ...outlined(line, power?.width ?? 1.2), dash }];
  }
  if (!showsPower) return [leader ? outlined(hue, 1.8) : outlined(theme.line, 1)];
  const outline = power ? outlined(power.line, power.width) : outlined(theme.line, 1);
  return leader ? [outline, stripe(rect, radius, hue, STRIPE * scale)] : [outline];
}

/** Along the left edge, with the body's round corners. */
function stripe({ height, x, y }: Rect, radius: number, fill: string, width: number): Shape {
  const p = (px: number, py: number) => `${round(px)} ${round(py)}`;
  const [r, bottom] = [Math.max(radius, width), y + height];
  return {
    type: 'path',
    d: `M ${p(x + r, y)} Q ${p(x, y)} ${p(x, y + r)} L ${p(x, bottom - r)} Q ${p(x, bottom)} ${p(x + r, bottom)} L ${p(x + width, bottom - r * 0.3)} L ${p(x + width, y + r * 0.3)} Z`,
    fill,
  };
}

/** A little smaller where that saves a name from being cut. */
function fittingSize(text: string, size: number, room: number): number {
  const width = textWidth(text, size);
  return width > room && width * SMALLEST_NAME <= room ? Math.floor(((size * room) / width) * 100) / 100 : size;
}

function texts({ theme }: CardContext, rect: Rect, type: CardType, person: Person): Shape[] {
  const title = cleanText(person.title);
  const isUnknown = isUnknownSeat(person);
  const full = isUnknown ? `? ${title}`.trim() : cleanText(person.name);
  // Less air at the right: most texts end before it.
  const room = rect.width - 1.5 * type.inset;
  const isShared = type.titleY === null && !isUnknown && title !== '';
  const nameRoom = isShared ? room * 0.72 : room;
  const size = fittingSize(full, type.name, nameRoom);
  const name = cutText(full, size, nameRoom);
  const x = rect.x + type.inset;
  const nameY = round(rect.y + type.nameY);
  const shapes: Shape[] = [
    { type: 'text', x, y: nameY, text: name, size, weight: 600, fill: isUnknown ? theme.muted : theme.ink },
  ];
  if (isUnknown || title === '') return shapes;
  const start = type.titleY === null ? round(textWidth(name, size) + type.inset * 0.6) : 0;
  const text = cutText(title, type.title, room - start);
  if (start > 0 && text.length < 2) return shapes;
  const y = type.titleY === null ? nameY : round(rect.y + type.titleY);
  return [...shapes, { type: 'text', x: x + start, y, text, size: type.title, weight: 400, fill: theme.muted }];
}

function badges(context: CardContext, rect: Rect, type: CardType, person: Person): Shape[] {
  const { discreet, map, theme } = context;
  const { badge: size, fall, rise } = type;
  const step = size * 1.125;
  const top = round(rect.y - rise);
  const roles = ROLES.filter((role) => person.roles.includes(role));
  const labels =
    roles.length > MAX_ROLES ? [...roles.slice(0, MAX_ROLES), `+${roles.length - MAX_ROLES}` as const] : roles;
  const left = rect.x + type.inset / 2;
  const drawn = labels.flatMap((label, i) => roleBadge(theme, label, { x: round(left + i * step), y: top, size }));
  if (discreet) return drawn;
  const r = size / 2;
  const right = rect.x + rect.width;
  const marks = MARKS.filter((mark) => person.marks.includes(mark));
  const free = right - 1.4 * size - (left + labels.length * step);
  const markStep = fall === null && marks.length > 1 ? Math.min(step, (free - size) / (marks.length - 1)) : step;
  const lastX = fall === null ? right - 1.4 * size : right - r - size * 0.3;
  const markY = round(fall === null ? top + r : rect.y + rect.height + fall - r);
  const big = r + size * 0.03;
  return [
    ...drawn,
    ...marks.flatMap((mark, i) => markBadge(theme, mark, { x: round(lastX - i * markStep), y: markY, r })),
    ...attitudeBadge(theme, map.scale, person.attitude, { x: round(right - size * 0.3), y: round(top + big), r: big }),
  ];
}

/** The keys of the legend's entries that explain this card. */
function signsOf({ discreet, showsPower }: CardContext, person: Person): string[] {
  return [
    ...person.roles.map((role) => `role:${role}`),
    ...(discreet ? [] : [`attitude:${person.attitude ?? 'none'}`, ...person.marks.map((mark) => `mark:${mark}`)]),
    ...(showsPower && person.power !== null ? ['power'] : []),
    ...(isUnknownSeat(person) ? ['seat:unknown'] : []),
  ];
}
