/** The power map: bands with their layer's name, links behind, cards in front. */
import { translate } from '../i18n/index.ts';
import { textWidth, wrapText, type BandPlacement, type PowerMapPlacement } from '../layout/index.ts';
import type { RelationKind } from '../model/index.ts';
import { drawCard, type CardContext } from './card.ts';
import { drawLink } from './link.ts';
import { createMemo } from './memo.ts';
import type { BandItem, LinkItem, SceneItem, Shape } from './types.ts';

const LABEL_SIZES = [19, 17, 15, 13, 11.5, 10.5, 9.5];
/** At the left only: at the right the gutter before the first card is air enough. */
const LABEL_INSET = 10;
/** Reporting lies lowest, what people drew themselves on top. */
const LINK_ORDER: readonly RelationKind[] = ['reports', 'dotted', 'personal', 'influence', 'conflict'];

/** Above this many people weak influence steps back, so that the strong lines can be followed. */
const CROWD = 60;
const FAINT = 0.15;
const faint = createMemo<LinkItem, LinkItem>();

export function drawPowerMap(
  context: CardContext,
  placement: PowerMapPlacement,
  show: ReadonlySet<RelationKind>,
): SceneItem[] {
  const links = LINK_ORDER.filter((kind) => show.has(kind)).flatMap((kind) =>
    placement.links.filter((link) => link.kind === kind),
  );
  const size = labelSize(context, placement.bands);
  const isCrowd = placement.cards.length > CROWD;
  return [
    ...placement.bands.map((band) => drawBand(context, band, size)),
    ...links.map((link): LinkItem => {
      const isFaint = isCrowd && link.kind === 'influence' && link.strength === 1;
      const item = drawLink(context, link);
      return isFaint ? (faint.get(item) ?? faint.keep(item, { ...item, opacity: FAINT })) : item;
    }),
    ...placement.cards.map((card) => drawCard(context, card)),
  ];
}

/** One size for all bands, the largest at which no word is broken. */
function labelSize({ language }: CardContext, bands: readonly BandPlacement[]): number {
  const fits = (size: number) =>
    bands.every(({ label, layer }) =>
      translate(language, `layer.${layer}`)
        .split(' ')
        .every((word) => textWidth(word, size) <= label.width - LABEL_INSET),
    );
  return LABEL_SIZES.find(fits) ?? LABEL_SIZES.at(-1)!;
}

function drawBand({ language, theme }: CardContext, { label, layer, rect }: BandPlacement, size: number): BandItem {
  const room = label.width - LABEL_INSET;
  const name = translate(language, `layer.${layer}`);
  const lines = wrapText(name, size, room, 3);
  const top = rect.y + rect.height / 2 - ((lines.length - 1) * size * 1.25) / 2 + size * 0.36;
  const texts = lines.map((line, i): Shape => ({
    type: 'text',
    x: label.x + LABEL_INSET,
    y: top + i * size * 1.25,
    text: line,
    size,
    weight: 600,
    fill: theme.muted,
  }));
  const outline = theme.name === 'print' ? { stroke: theme.line, strokeWidth: 1 } : {};
  return {
    kind: 'band',
    layer,
    rect,
    shapes: [{ type: 'rect', ...rect, radius: 10, fill: theme.bands[layer], ...outline }, ...texts],
  };
}
