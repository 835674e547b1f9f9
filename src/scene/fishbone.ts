/** The fishbone: tints, spine, bones, joints, pills and head. */
import type { FishbonePlacement, LinkPlacement, Point, Rect } from '../layout/index.ts';
import { peopleByUnit, unitTree, type AccountMap, type RelationKind } from '../model/index.ts';
import { drawCaption } from './caption.ts';
import { drawCard, type CardContext } from './card.ts';
import { fishHead, skeleton } from './fish-body.ts';
import { drawLink } from './link.ts';
import { polygon, round, roundedLine } from './path.ts';
import { hueDash, hueOf } from './theme.ts';
import type { BoneItem, PlainItem, SceneItem } from './types.ts';

const BONE_WIDTHS = [3.2, 2, 1.6];
const RIB_WIDTH = 1.3;
const RIB_OPACITY = 0.55;
const TINT_OPACITY = 0.06;

export function drawFishbone(
  context: CardContext,
  placement: FishbonePlacement,
  show: ReadonlySet<RelationKind>,
): SceneItem[] {
  const { hues, theme } = context;
  const hue = (unit: string | null) => hueOf(theme, unit === null ? undefined : hues.get(unit));
  const isThin = (kind: string) => kind === 'rib' || kind === 'whisker';
  const bones = [...placement.bones].sort(
    (a, b) => Number(isThin(b.kind)) - Number(isThin(a.kind)) || b.depth - a.depth,
  );
  const captionContext = { ...context, tree: unitTree(context.map), groups: peopleByUnit(context.map) };
  return [
    ...placement.tints.map((tint): PlainItem => ({
      kind: 'plain',
      name: 'tint',
      shapes: [{ type: 'path', d: polygon(tint.polygon), fill: hue(tint.unit), opacity: TINT_OPACITY }],
    })),
    ...skeleton(theme, placement),
    ...bones.map((bone): BoneItem => {
      const dash = isThin(bone.kind) || bone.unit === null ? undefined : hueDash(theme, hues.get(bone.unit));
      const stroke = isThin(bone.kind)
        ? { strokeWidth: RIB_WIDTH, opacity: RIB_OPACITY }
        : {
            strokeWidth: bone.kind === 'twig' ? 1.8 : BONE_WIDTHS[Math.min(bone.depth, BONE_WIDTHS.length - 1)]!,
            ...(dash ? { dash } : {}),
          };
      return {
        kind: 'bone',
        bone: bone.id,
        people: bone.people,
        shapes: [
          {
            type: 'path',
            d: roundedLine(bone.points),
            fill: 'none',
            stroke: hue(bone.unit),
            lineCap: 'round',
            ...stroke,
          },
        ],
      };
    }),
    ...placement.joints.map(({ at, unit }): PlainItem => ({
      kind: 'plain',
      name: 'joint',
      shapes: [
        { type: 'circle', cx: at.x, cy: at.y, r: 5.5, fill: theme.background, stroke: hue(unit), strokeWidth: 2.6 },
      ],
    })),
    ...placement.captions.map((caption) => drawCaption(captionContext, caption)),
    fishHead(theme, placement),
    ...overlay(context, placement, show),
    ...placement.cards.filter(({ person }) => context.map.people.has(person)).map((card) => drawCard(context, card)),
  ];
}

/** Relations over the bones, on request: gentle curves behind the cards. */
function overlay(context: CardContext, placement: FishbonePlacement, show: ReadonlySet<RelationKind>): SceneItem[] {
  if (show.size === 0) return [];
  const rects = new Map(placement.cards.map((card) => [card.person, card.rect]));
  return overlayLinks(context.map, show).flatMap((link) => {
    const [a, b] = [rects.get(link.from), rects.get(link.to)];
    return a && b ? [drawLink(context, { ...link, points: arcBetween(a, b) })] : [];
  });
}

function overlayLinks(map: AccountMap, show: ReadonlySet<RelationKind>): Omit<LinkPlacement, 'points'>[] {
  const relations = [...map.relations.values()].filter(({ from, kind, to }) => show.has(kind) && from !== to);
  const reports = show.has('reports') ? [...map.people.values()].filter((person) => person.reportsTo !== null) : [];
  return [
    ...reports.map((person) => ({
      id: `reports:${person.id}`,
      kind: 'reports' as const,
      from: person.reportsTo!,
      to: person.id,
      strength: 1 as const,
      direction: 'forward' as const,
    })),
    ...relations.map(({ direction, from, id, kind, strength, to }) => ({ id, kind, from, to, strength, direction })),
  ];
}

const ARC_STEPS = 12;
const ARC_BULGE = 0.12;

/** A quadratic arc as short legs, from border to border of the two cards. */
function arcBetween(a: Rect, b: Rect): Point[] {
  const from = { x: a.x + a.width / 2, y: a.y + a.height / 2 };
  const to = { x: b.x + b.width / 2, y: b.y + b.height / 2 };
  const control = {
    x: (from.x + to.x) / 2 - (to.y - from.y) * ARC_BULGE,
    y: (from.y + to.y) / 2 + (to.x - from.x) * ARC_BULGE,
  };
  const [start, end] = [borderPoint(a, from, control), borderPoint(b, to, control)];
  return Array.from({ length: ARC_STEPS + 1 }, (_, i) => {
    const t = i / ARC_STEPS;
    const blend = (p: number, c: number, q: number) => round((1 - t) ** 2 * p + 2 * t * (1 - t) * c + t ** 2 * q);
    return { x: blend(start.x, control.x, end.x), y: blend(start.y, control.y, end.y) };
  });
}

/** Where the way from a card's middle to a point leaves the card. */
function borderPoint(rect: Rect, middle: Point, to: Point): Point {
  const [dx, dy] = [to.x - middle.x, to.y - middle.y];
  if (dx === 0 && dy === 0) return middle;
  const t = Math.min(
    dx === 0 ? Infinity : rect.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : rect.height / 2 / Math.abs(dy),
  );
  return { x: middle.x + dx * t, y: middle.y + dy * t };
}
