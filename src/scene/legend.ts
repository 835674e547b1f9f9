/** The legend: every sign that occurs in a picture, and only those, each with its word. */
import { translate } from '../i18n/index.ts';
import type { Placement } from '../layout/index.ts';
import { ATTITUDE_SCALES, isUnknownSeat, MARKS, RELATION_KINDS, ROLES, type Person } from '../model/index.ts';
import { attitudeBadge, markBadge, roleBadge } from './badges.ts';
import { attitudeWord, type CardContext } from './card.ts';
import { linkShapes } from './link.ts';
import { hueOf } from './theme.ts';
import type { LegendEntry, SceneItem, Shape } from './types.ts';

/** The box of a sign. */
export const SIGN = { width: 24, height: 18 };
const MIDDLE = { x: SIGN.width / 2, y: SIGN.height / 2 };

export function makeLegend(context: CardContext, placement: Placement, items: readonly SceneItem[]): LegendEntry[] {
  const people = placement.cards.flatMap(({ person }) => context.map.people.get(person) ?? []);
  return [
    ...roleEntries(context, people),
    ...attitudeEntries(context, people),
    ...markEntries(context, people),
    ...relationEntries(context, items),
    ...cardEntries(context, placement, people),
  ];
}

function roleEntries({ language, theme }: CardContext, people: readonly Person[]): LegendEntry[] {
  return ROLES.filter((role) => people.some((person) => person.roles.includes(role))).map((role) => ({
    key: `role:${role}`,
    label: translate(language, `role.${role}`),
    shapes: roleBadge(theme, role, { x: MIDDLE.x - 8, y: MIDDLE.y - 8, size: 16 }),
  }));
}

function attitudeEntries({ language, map, theme }: CardContext, people: readonly Person[]): LegendEntry[] {
  const found = new Set(people.map((person) => person.attitude));
  const values: (number | null)[] = [...ATTITUDE_SCALES[map.scale].values, null];
  return values
    .filter((value) => found.has(value))
    .map((value) => ({
      key: `attitude:${value ?? 'none'}`,
      label: value === null ? translate(language, 'attitude.none') : attitudeWord(language, map, value),
      shapes: attitudeBadge(theme, map.scale, value, { ...MIDDLE, r: 8.5 }),
    }));
}

function markEntries({ language, theme }: CardContext, people: readonly Person[]): LegendEntry[] {
  return MARKS.filter((mark) => people.some((person) => person.marks.includes(mark))).map((mark) => ({
    key: `mark:${mark}`,
    label: translate(language, `mark.${mark}`),
    shapes: markBadge(theme, mark, { ...MIDDLE, r: 8 }),
  }));
}

function relationEntries({ language, theme }: CardContext, items: readonly SceneItem[]): LegendEntry[] {
  const found = new Set(items.map((item) => (item.kind === 'link' ? item.relationKind : null)));
  const points = [
    { x: 0, y: MIDDLE.y },
    { x: SIGN.width, y: MIDDLE.y },
  ];
  return RELATION_KINDS.filter((kind) => found.has(kind)).map((kind) => ({
    key: `relation:${kind}`,
    label: translate(language, `relation.${kind}`),
    shapes: linkShapes(theme, { kind, points, strength: 1, direction: 'forward' }),
  }));
}

function cardEntries(context: CardContext, placement: Placement, people: readonly Person[]): LegendEntry[] {
  const { language, showsPower, theme } = context;
  const body = { type: 'rect', x: 2, y: 3, width: 20, height: 12, radius: 3, fill: theme.paper } as const;
  const entry = (key: string, label: string, ...shapes: Shape[]): LegendEntry => ({ key, label, shapes });
  const entries: LegendEntry[] = [];
  const leader = placement.cards.find((card) => card.leader && card.unit !== null);
  if (leader) {
    const stroke = hueOf(theme, context.hues.get(leader.unit!));
    entries.push(entry('seat:leader', translate(language, 'scene.leader'), { ...body, stroke, strokeWidth: 1.8 }));
  }
  if (people.some(isUnknownSeat)) {
    const seat: Shape = { ...body, stroke: theme.muted, strokeWidth: 1.2, dash: [4, 3] };
    entries.push(entry('seat:unknown', translate(language, 'seat.unknown'), seat));
  }
  const leaders = new Set(placement.cards.filter((card) => card.leader).map((card) => card.person));
  if (showsPower && people.some(({ id, power }) => (power ?? 0) >= 4 && !leaders.has(id))) {
    entries.push(
      entry('power:high', translate(language, 'scene.power'), { ...body, stroke: theme.ink, strokeWidth: 1.8 }),
    );
  }
  if (placement.view === 'fishbone' && placement.captions.length > 0) {
    const paint = { size: 11, weight: 600, anchor: 'middle', fill: theme.ink } as const;
    const count: Shape = { type: 'text', x: MIDDLE.x, y: MIDDLE.y + 4, text: 'm/n', ...paint };
    entries.push(entry('unit:count', translate(language, 'scene.count'), count));
  }
  return entries;
}
