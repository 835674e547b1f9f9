/** A department's pill with people met and known, and the chip of a folded department. */
import { translate } from '../i18n/index.ts';
import { cutText, PILL_TEXT, textWidth, type CaptionPlacement } from '../layout/index.ts';
import { metAndKnown, type AccountMap, type Person, type Tree, type Unit, type UnitId } from '../model/index.ts';
import { attitudeBadge } from './badges.ts';
import type { CardContext } from './card.ts';
import { attitudeWord } from './person-words.ts';
import { cleanText } from './text.ts';
import { hueOf } from './theme.ts';
import type { CaptionItem, Shape } from './types.ts';

export interface CaptionContext extends CardContext {
  readonly tree: Tree<Unit>;
  readonly groups: ReadonlyMap<UnitId | null, readonly Person[]>;
}

const COUNT_SIZE = 0.85;
const CHIP_COUNT_SIZE = 0.9;
const STACK_STEP = 3;

export function drawCaption(context: CaptionContext, caption: CaptionPlacement): CaptionItem {
  return caption.folded ? chip(context, caption, caption.folded) : pill(context, caption);
}

function paints({ hues, theme }: CardContext, { depth, unit }: CaptionPlacement) {
  const hue = hueOf(theme, hues.get(unit));
  return depth === 0 ? { hue, body: hue, text: theme.onHue } : { hue, body: theme.paper, text: hue };
}

function pill(context: CaptionContext, caption: CaptionPlacement): CaptionItem {
  const { density, discreet, groups, map, tree } = context;
  const { depth, rect, unit } = caption;
  const { known, met } = metAndKnown(map, tree, unit, groups);
  const name = cleanText(map.units.get(unit)?.name ?? '');
  const size = depth === 0 ? PILL_TEXT[density].top : PILL_TEXT[density].sub;
  const { body, hue, text } = paints(context, caption);
  // Whom we met is known by their attitude, which may be covered.
  const count = discreet ? `${known}` : `${met}/${known}`;
  const countWidth = textWidth(`  ${count}`, size * COUNT_SIZE);
  const label = cutText(name, size, rect.width - countWidth - 16);
  const start = rect.x + (rect.width - textWidth(label, size) - countWidth) / 2;
  const baseline = rect.y + rect.height / 2 + size * 0.36;
  const end = start + textWidth(label, size) + countWidth;
  const shapes: Shape[] = [
    { type: 'rect', ...rect, radius: rect.height / 2, fill: body, stroke: hue, strokeWidth: 1.5 },
    { type: 'text', x: start, y: baseline, text: label, size, weight: 600, fill: text },
    { type: 'text', x: end, y: baseline, text: count, size: size * COUNT_SIZE, weight: 400, anchor: 'end', fill: text },
  ];
  return { kind: 'caption', unit, rect, shapes, title: `${name} ${count}` };
}

/** Name, number of people and the worst attitude among them, over two edges that say: there is more below. */
function chip(context: CaptionContext, caption: CaptionPlacement, folded: readonly string[]): CaptionItem {
  const { density, discreet, language, map, theme } = context;
  const { depth, rect, unit } = caption;
  const size = depth === 0 ? PILL_TEXT[density].top : PILL_TEXT[density].sub;
  const { body, hue, text } = paints(context, caption);
  const name = cleanText(map.units.get(unit)?.name ?? '');
  const count = translate(language, 'scene.chip.count', folded.length);
  const worst = discreet ? null : worstAttitude(map, folded);
  const badge = worst === null ? 0 : rect.height * 0.85;
  const countWidth = textWidth(` ${count}`, size * CHIP_COUNT_SIZE);
  const label = cutText(name, size, rect.width - badge - countWidth - 14);
  const start = rect.x + (rect.width - badge - textWidth(label, size) - countWidth) / 2;
  const baseline = rect.y + rect.height / 2 + size * 0.36;
  const end = start + textWidth(label, size) + countWidth;
  const radius = rect.height / 3;
  const under = [2 * STACK_STEP, STACK_STEP].map((step): Shape => ({
    type: 'rect',
    x: rect.x + step * 1.5,
    y: rect.y + step,
    width: rect.width - step * 3,
    height: rect.height,
    radius,
    fill: theme.paper,
    stroke: hue,
    strokeWidth: 1.2,
  }));
  const shapes: Shape[] = [
    ...under,
    { type: 'rect', ...rect, radius, fill: body, stroke: hue, strokeWidth: 1.5 },
    { type: 'text', x: start, y: baseline, text: label, size, weight: 600, fill: text },
    {
      type: 'text',
      x: end,
      y: baseline,
      text: count,
      size: size * CHIP_COUNT_SIZE,
      weight: 400,
      anchor: 'end',
      fill: text,
    },
    ...(worst === null
      ? []
      : attitudeBadge(theme, map.scale, worst, {
          x: rect.x + rect.width - rect.height / 2 - 1,
          y: rect.y + rect.height / 2,
          r: Math.min(9, rect.height / 2 - 2.5),
        })),
  ];
  const title = [
    `${name} ${count}`,
    translate(language, 'scene.chip.folded'),
    worst === null ? '' : translate(language, 'scene.chip.worst', attitudeWord(language, map, worst)),
  ];
  return {
    kind: 'caption',
    unit,
    rect,
    shapes,
    title: title.filter((part) => part !== '').join(' · '),
    signs: worst === null ? [] : [`attitude:${worst}`],
  };
}

/** Lowest attitude judged among these people; null when nobody's was. */
function worstAttitude(map: AccountMap, people: readonly string[]): number | null {
  const judged = people.flatMap((id) => map.people.get(id)?.attitude ?? []);
  return judged.length === 0 ? null : Math.min(...judged);
}
