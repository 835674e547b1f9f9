/** A finished page: the drawing of a view, the title above it and the legend below. */
import type { FishbonePlacement, Placement } from '../layout/index.ts';
import { RELATION_KINDS, unitHues, type AccountMap, type RelationKind } from '../model/index.ts';
import type { CardContext } from './card.ts';
import { drawFishbone } from './fishbone.ts';
import { makeLegendBlock, makeTitle } from './furniture.ts';
import { makeLegend } from './legend.ts';
import { movePlacement } from './move-placement.ts';
import { drawPowerMap } from './power-map.ts';
import { FONT_FAMILY, themeOf } from './theme.ts';
import type { Furniture, Scene, SceneItem, SceneOptions } from './types.ts';

const MARGIN = 24;
const GAP = 18;
/** Narrower drawings still get a page on which title and legend can be read. */
const MIN_WIDTH = 480;
/** Furniture grows with the page from this drawing width on, to at most MAX_SCALE. */
const FULL_SIZE_WIDTH = 1700;
const MAX_SCALE = 3;

const NONE: ReadonlySet<RelationKind> = new Set();
const ALL: ReadonlySet<RelationKind> = new Set(RELATION_KINDS);

/**
 * The picture of a map as placed, in page units, for a theme and a language. Pure: the same input gives the same scene.
 * People of the placement who are not in the map are left out.
 */
export function composeScene(map: AccountMap, placement: Placement, options: SceneOptions): Scene {
  const theme = themeOf(options.theme);
  const width = Math.max(placement.width, MIN_WIDTH);
  const scale = Math.min(MAX_SCALE, Math.max(1, width / FULL_SIZE_WIDTH));
  const [margin, gap] = [MARGIN * scale, GAP * scale];
  const title = makeTitle(map, placement.view, theme, options, { x: margin, y: margin * 0.75, width, scale });
  const top = Math.round(title.rect.y + title.rect.height + gap * 0.6);
  const left = Math.round(margin + (width - placement.width) / 2);
  const drawing = { x: left, y: top, width: placement.width, height: placement.height };
  const context: CardContext = {
    map,
    theme,
    language: options.language,
    density: placement.density,
    hues: unitHues(map),
    showsPower: placement.view === 'power-map',
  };
  const items = drawItems(context, movePlacement(placement, left, top), options.show);
  const legend = makeLegend(context, placement, items);
  const room = { x: margin, y: top + placement.height + gap, width, scale };
  const block = makeLegendBlock(legend, theme, room);
  const furniture: Furniture[] = block ? [title, block] : [title];
  const bottom = block ? block.rect.y + block.rect.height : drawing.y + drawing.height;
  return {
    view: placement.view,
    width: Math.ceil(width + 2 * margin),
    height: Math.ceil(bottom + margin * 0.75),
    drawing,
    background: theme.background,
    items,
    furniture,
    legend,
    fontFamily: FONT_FAMILY,
  };
}

/** True when nothing of the drawing stands in its top-left corner, so that the title can. */
function isCornerFree(
  { captions, cards }: FishbonePlacement,
  { height, width }: { width: number; height: number },
): boolean {
  return [...cards, ...captions].every(({ rect }) => rect.x > width || rect.y > height + 2 * BADGE_AIR);
}

function drawItems(context: CardContext, placement: Placement, show?: ReadonlySet<RelationKind>): SceneItem[] {
  if (placement.view === 'fishbone') return drawFishbone(context, placement, show ?? NONE);
  return drawPowerMap(context, placement, show ?? ALL);
}
