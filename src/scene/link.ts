/** A relation's line: by its kind a dash, a colour, a weight and a sign, so that any one of them can be missing. */
import { translate } from '../i18n/index.ts';
import type { LinkPlacement, Point } from '../layout/index.ts';
import type { AccountMap, RelationKind } from '../model/index.ts';
import { createMemo } from './memo.ts';
import { arrowHead, middleOf, round, roundedLine, shortened } from './path.ts';
import { cleanText } from './text.ts';
import type { Theme } from './theme.ts';
import type { Language, LinkItem, Shape } from './types.ts';

export interface LinkContext {
  readonly map: AccountMap;
  readonly theme: Theme;
  readonly language: Language;
  /** Stands for theme and language: the same object while those are the same. */
  readonly look: object;
}

const drawn = createMemo<LinkPlacement, LinkItem>();

/** The link as it was drawn before, while neither its course nor its ends nor the look has changed. */
export function drawLink(context: LinkContext, link: LinkPlacement): LinkItem {
  const { look, map } = context;
  const from = map.people.get(link.from);
  const to = map.people.get(link.to);
  const relation = map.relations.get(link.id);
  return (
    drawn.get(link, from, to, relation, look) ??
    drawn.keep(link, drawLinkAfresh(context, link), from, to, relation, look)
  );
}

function drawLinkAfresh(context: LinkContext, link: LinkPlacement): LinkItem {
  const { from, id, kind, points, to } = link;
  return {
    kind: 'link',
    relation: id,
    relationKind: kind,
    from,
    to,
    points,
    shapes: linkShapes(context.theme, link),
    title: describeLink(context, link),
  };
}

/** Only influence has a direction to show. */
export function linkShapes(
  theme: Theme,
  { direction, kind, points, strength }: Pick<LinkPlacement, 'kind' | 'points' | 'strength' | 'direction'>,
): Shape[] {
  const color = theme.relations[kind];
  const isDirected = kind === 'influence';
  const ends = { start: isDirected && direction === 'both', end: isDirected };
  const drawn = shortened(points, ends);
  const line: Shape = { type: 'path', d: roundedLine(drawn), fill: 'none', stroke: color, ...strokeOf(kind, strength) };
  if (kind === 'conflict') return [line, cross(theme, middleOf(points), color)];
  const scale = 1 + (strength - 1) * 0.12;
  const heads: Shape[] = [];
  if (ends.end && points.length > 1)
    heads.push({ type: 'path', d: arrowHead(points.at(-1)!, points.at(-2)!, scale), fill: color });
  if (ends.start && points.length > 1)
    heads.push({ type: 'path', d: arrowHead(points[0]!, points[1]!, scale), fill: color });
  return [line, ...heads];
}

function strokeOf(
  kind: RelationKind,
  strength: 1 | 2 | 3,
): Pick<Shape, 'strokeWidth' | 'dash' | 'lineCap' | 'opacity'> {
  if (kind === 'reports') return { strokeWidth: 1.4 };
  if (kind === 'dotted') return { strokeWidth: 1.4, dash: [5, 4] };
  if (kind === 'personal') return { strokeWidth: 1.4 + 0.6 * strength, dash: [0.1, 5], lineCap: 'round' };
  return { strokeWidth: kind === 'influence' ? 0.9 + 0.75 * strength : 0.9 + 0.5 * strength };
}

function cross(theme: Theme, { x, y }: Point, color: string): Shape {
  const k = 4.5;
  return {
    type: 'path',
    d: `M ${round(x - k)} ${round(y - k)} L ${round(x + k)} ${round(y + k)} M ${round(x + k)} ${round(y - k)} L ${round(x - k)} ${round(y + k)}`,
    fill: 'none',
    stroke: color,
    strokeWidth: theme.name === 'print' ? 2.6 : 2.2,
    lineCap: 'round',
  };
}

function describeLink({ language, map }: LinkContext, { direction, from, id, kind, to }: LinkPlacement): string {
  const name = (person: string) => {
    const { name, title } = map.people.get(person)!;
    return cleanText(name) || `? ${cleanText(title)}`;
  };
  const note = cleanText(map.relations.get(id)?.note ?? '');
  const arrow = kind === 'influence' ? (direction === 'both' ? '↔' : '→') : kind === 'reports' ? '←' : '–';
  const text = `${name(from)} ${arrow} ${name(to)} · ${translate(language, `relation.${kind}`)}`;
  return note === '' ? text : `${text} · ${note}`;
}
