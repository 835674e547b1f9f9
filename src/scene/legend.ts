/** The legend: what occurs in the picture and only that. */
import { translate } from '../i18n/index.ts';
import { ATTITUDE_SCALES, isUnknownSeat, MARKS, RELATION_KINDS, ROLES, type AccountMap } from '../model/index.ts';
import { attitudeBadge, markBadge, roleBadge } from './badges.ts';
import { attitudeWord } from './card.ts';
import { linkShapes } from './link.ts';
import type { Theme } from './theme.ts';
import type { Language, LegendEntry, SceneItem } from './types.ts';

const MIDDLE = { x: 12, y: 9 };

/** Entries in reading order: roles, attitudes, marks, relations, unknown seats. Signs are drawn in a 24 × 18 box. */
export function composeLegend(
  map: AccountMap,
  items: readonly SceneItem[],
  { language, theme }: { theme: Theme; language: Language },
): LegendEntry[] {
  const people = items.flatMap((item) => (item.kind === 'card' ? [map.people.get(item.person)!] : []));
  const attitudes = new Set(people.map((person) => person.attitude));
  const inScale: readonly number[] = ATTITUDE_SCALES[map.scale].values;
  const others = [...attitudes]
    .filter((value): value is number => value !== null && !inScale.includes(value))
    .sort((a, b) => b - a);
  const drawn = new Set(items.flatMap((item) => (item.kind === 'link' ? [item.relationKind] : [])));
  const badge = { ...MIDDLE, r: 8 };
  return [
    ...ROLES.filter((role) => people.some((person) => person.roles.includes(role))).map((role) => ({
      key: `role:${role}`,
      label: translate(language, `role.${role}`),
      shapes: roleBadge(theme, role, { x: 4, y: 1, size: 16 }),
    })),
    ...[...inScale, ...others]
      .filter((value) => attitudes.has(value))
      .map((value) => ({
        key: `attitude:${value}`,
        label: attitudeWord(language, map, value),
        shapes: attitudeBadge(theme, map.scale, value, badge),
      })),
    ...(attitudes.has(null)
      ? [
          {
            key: 'attitude:none',
            label: translate(language, 'attitude.none'),
            shapes: attitudeBadge(theme, map.scale, null, badge),
          },
        ]
      : []),
    ...MARKS.filter((mark) => people.some((person) => person.marks.includes(mark))).map((mark) => ({
      key: `mark:${mark}`,
      label: translate(language, `mark.${mark}`),
      shapes: markBadge(theme, mark, badge),
    })),
    ...RELATION_KINDS.filter((kind) => drawn.has(kind)).map((kind) => ({
      key: `relation:${kind}`,
      label: translate(language, `relation.${kind}`),
      shapes: linkShapes(theme, {
        kind,
        strength: 2,
        direction: 'forward',
        points: [
          { x: 0, y: 9 },
          { x: 24, y: 9 },
        ],
      }),
    })),
    ...(people.some(isUnknownSeat)
      ? [
          {
            key: 'seat:unknown',
            label: translate(language, 'seat.unknown'),
            shapes: [
              {
                type: 'rect' as const,
                x: 1,
                y: 2,
                width: 22,
                height: 14,
                radius: 4,
                fill: theme.paper,
                stroke: theme.muted,
                strokeWidth: 1.2,
                dash: [4, 3],
              },
            ],
          },
        ]
      : []),
  ];
}
