/** Account map and placement become a finished page. */
import type { FishbonePlacement, Placement } from '../layout/index.ts';
import { RELATION_KINDS, unitHues, type AccountMap, type RelationKind, type ViewId } from '../model/index.ts';
import type { CardContext } from './card.ts';
import { drawFishbone } from './fishbone.ts';
import { legendBlock, MARGIN, TITLE_HEIGHT, titleBlock } from './furniture.ts';
import { composeLegend } from './legend.ts';
import { drawMatrix } from './matrix.ts';
import { drawNetwork } from './network.ts';
import { drawOrgChart } from './org-chart.ts';
import { drawPowerMap } from './power-map.ts';
import { intern } from './memo.ts';
import { shiftPlacement } from './shift.ts';
import { FONT_FAMILY, themeOf } from './theme.ts';
import type { Scene, SceneItem, SceneOptions } from './types.ts';

/** A drawing this wide gets title and legend at their own size; wider ones larger, so that they stay readable on a slide. */
const REFERENCE_WIDTH = 1400;
const MAX_SCALE = 4;
const NARROWEST_PAGE = 560;
const BADGE_AIR = 10;

/** Relation kinds that a view draws when nobody chose. */
export const SHOWN_AT_FIRST: Readonly<Record<ViewId, readonly RelationKind[]>> = {
  fishbone: [],
  'power-map': RELATION_KINDS,
  'org-chart': [],
  'attitude-matrix': [],
  'interest-matrix': [],
  network: ['influence', 'personal'],
};

/**
 * The picture of a map in page units, with title and legend outside the drawing. The placement must be of this map;
 * people it does not know are left out. Pure: same input, same shapes.
 */
export function composeScene(
  map: AccountMap,
  placement: Placement,
  { author, date, discreet = false, language, show, theme: themeName }: SceneOptions,
): Scene {
  const theme = themeOf(themeName);
  const shown = show ?? new Set<RelationKind>(SHOWN_AT_FIRST[placement.view]);
  const width = Math.max(placement.width, NARROWEST_PAGE);
  const scale = Math.min(MAX_SCALE, Math.max(1, width / REFERENCE_WIDTH));
  const left = MARGIN + (width - placement.width) / 2;
  const title = titleBlock({ map, view: placement.view, theme, language, date, author, width, scale });
  const isTitleInside = placement.view === 'fishbone' && isCornerFree(placement, title.rect);
  const top = MARGIN + BADGE_AIR + (isTitleInside ? 0 : TITLE_HEIGHT * scale);
  const context: CardContext = {
    map,
    theme,
    language,
    density: placement.density,
    discreet,
    hues: unitHues(map),
    showsPower: placement.view === 'power-map',
    look: intern(themeName, language, placement.density, discreet, placement.view, map.scale),
  };
  const items = drawItems(context, shiftPlacement(onlyKnown(map, placement), { x: left, y: top }), shown);
  const legend = composeLegend(map, items, { language, theme });
  const legendTop = top + placement.height + BADGE_AIR + 14 * scale;
  const furniture = [title, legendBlock(legend, { theme, top: legendTop, width, scale })];
  return {
    view: placement.view,
    width: width + 2 * MARGIN,
    height: Math.ceil(legendTop + furniture[1]!.rect.height + MARGIN),
    drawing: { x: left, y: top, width: placement.width, height: placement.height },
    background: theme.background,
    items,
    furniture,
    legend,
    fontFamily: FONT_FAMILY,
  };
}

/** True when nothing stands in the drawing's top-left corner, so that the title can. */
function isCornerFree(
  { captions, cards, head }: FishbonePlacement,
  { height, width }: { width: number; height: number },
): boolean {
  return [head, ...cards, ...captions].every(
    ({ rect }) => rect.x > width + 2 * BADGE_AIR || rect.y > height + BADGE_AIR,
  );
}

function drawItems(context: CardContext, placement: Placement, shown: ReadonlySet<RelationKind>): SceneItem[] {
  switch (placement.view) {
    case 'fishbone':
      return drawFishbone(context, placement, shown);
    case 'power-map':
      return drawPowerMap(context, placement, shown);
    case 'org-chart':
      return drawOrgChart(context, placement);
    case 'attitude-matrix':
    case 'interest-matrix':
      return drawMatrix(context, placement);
    case 'network':
      return drawNetwork(context, placement, shown);
  }
}

/** A placement can be older than the map by an edit: what is gone is not drawn. */
function onlyKnown(map: AccountMap, placement: Placement): Placement {
  const isKnown = (person: string) => map.people.has(person);
  const cards = placement.cards.filter((card) => isKnown(card.person));
  if (placement.view === 'power-map' || placement.view === 'network')
    return { ...placement, cards, links: placement.links.filter((link) => isKnown(link.from) && isKnown(link.to)) };
  if (placement.view === 'fishbone')
    return { ...placement, cards, captions: placement.captions.filter((caption) => map.units.has(caption.unit)) };
  return { ...placement, cards };
}
