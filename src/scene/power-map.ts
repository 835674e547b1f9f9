/** The power map: layers' bands, relations, cards. */
import { translate } from '../i18n/index.ts';
import { textWidth, wrapText, type BandPlacement, type PowerMapPlacement, type Rect } from '../layout/index.ts';
import type { RelationKind } from '../model/index.ts';
import { drawCard, type CardContext } from './card.ts';
import { drawLink } from './link.ts';
import type { BandItem, SceneItem, Shape } from './types.ts';

const BAND_RADIUS = 10;
const LABEL_SIZES = [22, 19, 17, 15, 13.5, 12.5, 11.5];
const LINE_HEIGHT = 1.25;
/** Conflicts and ties are few and must not vanish below the many reporting lines. */
const ORDER: readonly RelationKind[] = ['reports', 'dotted', 'influence', 'personal', 'conflict'];

export function drawPowerMap(
  context: CardContext,
  placement: PowerMapPlacement,
  show: ReadonlySet<RelationKind>,
): SceneItem[] {
  const { people } = context.map;
  const links = placement.links.filter(({ from, kind, to }) => show.has(kind) && people.has(from) && people.has(to));
  return [
    ...placement.bands.map((band) => drawBand(context, band)),
    ...ORDER.flatMap((kind) => links.filter((link) => link.kind === kind)).map((link) => drawLink(context, link)),
    ...placement.cards.filter(({ person }) => people.has(person)).map((card) => drawCard(context, card)),
  ];
}

function drawBand({ language, theme }: CardContext, { label, layer, rect }: BandPlacement): BandItem {
  const ground: Shape = { type: 'rect', ...rect, radius: BAND_RADIUS, fill: theme.bands[layer] };
  const { lines, size } = fitLabel(translate(language, `layer.${layer}`), label);
  const top = label.y + (label.height - lines.length * size * LINE_HEIGHT) / 2;
  const texts = lines.map((text, i): Shape => ({
    type: 'text',
    x: label.x,
    y: top + (i * LINE_HEIGHT + 0.95) * size,
    text,
    size,
    weight: 600,
    fill: theme.muted,
  }));
  return { kind: 'band', layer, rect, shapes: [ground, ...texts] };
}

/** The largest size at which no word is broken and all lines fit the room. */
function fitLabel(text: string, room: Rect): { lines: readonly string[]; size: number } {
  for (const size of LABEL_SIZES) {
    const longest = Math.max(...text.split(' ').map((word) => textWidth(word, size)));
    const lines = wrapText(text, size, room.width, 2);
    if (longest <= room.width && lines.length * size * LINE_HEIGHT <= room.height) return { lines, size };
  }
  const size = LABEL_SIZES.at(-1)!;
  return { lines: wrapText(text, size, room.width, 2), size };
}
