/** The legend: what the picture shows and only that. */
import { translate } from '../i18n/index.ts';
import { ATTITUDE_SCALES, MARKS, RELATION_KINDS, ROLES, type AccountMap, type RelationKind } from '../model/index.ts';
import { attitudeBadge, markBadge, roleBadge } from './badges.ts';
import { linkShapes } from './link.ts';
import { attitudeWord } from './person-words.ts';
import type { Theme } from './theme.ts';
import type { Language, LegendEntry, SceneItem, Shape } from './types.ts';

const MIDDLE = { x: 12, y: 9 };
const BADGE = { ...MIDDLE, r: 8 };
const UNKNOWN_SEAT = { type: 'rect', x: 1, y: 2, width: 22, height: 14, radius: 4 } as const;

interface LegendContext {
  readonly theme: Theme;
  readonly language: Language;
}

/** Entries in reading order: roles, attitudes, marks, seats, relations. Signs are drawn in a 24 × 18 box. */
export function composeLegend(map: AccountMap, items: readonly SceneItem[], context: LegendContext): LegendEntry[] {
  const drawn = keysOf(items);
  return [...personEntries(map, drawn, context), ...linkEntries(context)].filter(({ key }) => drawn.has(key));
}

function keysOf(items: readonly SceneItem[]): ReadonlySet<string> {
  const keys = new Set<string>();
  const kinds = new Set<RelationKind>();
  for (const item of items) {
    if (item.kind === 'link' && item.opacity !== undefined) keys.add('faint');
    else if (item.kind === 'link') kinds.add(item.relationKind);
    else if (item.kind === 'card' || item.kind === 'caption') for (const key of item.signs ?? []) keys.add(key);
  }
  for (const kind of kinds) keys.add(`relation:${kind}`);
  return keys;
}

function personEntries(map: AccountMap, drawn: ReadonlySet<string>, { language, theme }: LegendContext): LegendEntry[] {
  const seat = { ...UNKNOWN_SEAT, fill: theme.paper, stroke: theme.muted, strokeWidth: 1.2, dash: [4, 3] };
  return [
    ...ROLES.map((role) => ({
      key: `role:${role}`,
      label: translate(language, `role.${role}`),
      shapes: roleBadge(theme, role, { x: 4, y: 1, size: 16 }),
    })),
    ...attitudesOf(map, drawn).map((value) => ({
      key: `attitude:${value ?? 'none'}`,
      label: attitudeWord(language, map, value),
      shapes: attitudeBadge(theme, map.scale, value, BADGE),
    })),
    ...MARKS.map((mark) => ({
      key: `mark:${mark}`,
      label: translate(language, `mark.${mark}`),
      shapes: markBadge(theme, mark, BADGE),
    })),
    { key: 'seat:unknown', label: translate(language, 'seat.unknown'), shapes: [seat] },
    { key: 'power', label: translate(language, 'scene.power'), shapes: powerSign(theme) },
  ];
}

/** The scale's own values, then those of another scale that a map may hold, then not contacted. */
function attitudesOf({ scale }: AccountMap, drawn: ReadonlySet<string>): (number | null)[] {
  const values: readonly number[] = ATTITUDE_SCALES[scale].values;
  const strange = [...drawn]
    .flatMap((key) => (/^attitude:-?\d/.test(key) ? [Number(key.slice('attitude:'.length))] : []))
    .filter((value) => !values.includes(value))
    .sort((a, b) => b - a);
  return [...values, ...strange, null];
}

/** A small light card beside a large dark one. */
function powerSign({ paper, power }: Theme): Shape[] {
  const outline = (value: number) => ({ stroke: power[value - 1]!.line, strokeWidth: power[value - 1]!.width });
  return [
    { type: 'rect', x: 0.5, y: 5, width: 8, height: 8, radius: 2, fill: paper, ...outline(2) },
    { type: 'rect', x: 11, y: 2.5, width: 12, height: 13, radius: 3, fill: paper, ...outline(5) },
  ];
}

function linkEntries({ language, theme }: LegendContext): LegendEntry[] {
  const line = (kind: RelationKind, strength: 1 | 2) =>
    linkShapes(theme, {
      kind,
      strength,
      direction: 'forward',
      points: [
        { x: 0, y: 9 },
        { x: 24, y: 9 },
      ],
    });
  return [
    ...RELATION_KINDS.map((kind) => ({
      key: `relation:${kind}`,
      label: translate(language, `relation.${kind}`),
      shapes: line(kind, 2),
    })),
    {
      key: 'faint',
      label: translate(language, 'scene.faint'),
      shapes: line('influence', 1).map((shape) => ({ ...shape, opacity: 0.4 })),
    },
  ];
}
