/** Title block and legend as drawn on an exported page: above and below the drawing, so that they cover no card. */
import { translate } from '../i18n/index.ts';
import { cutText, textWidth } from '../layout/index.ts';
import type { AccountMap, ViewId } from '../model/index.ts';
import { SIGN } from './legend.ts';
import { moved } from './path.ts';
import { cleanText } from './text.ts';
import type { Theme } from './theme.ts';
import type { Furniture, LegendEntry, SceneOptions, Shape } from './types.ts';

interface Room {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Large drawings get larger furniture, else a poster's legend could not be read. */
  readonly scale: number;
}

const TITLE_SIZE = 19;
const SUBTITLE_SIZE = 12.5;
const TITLE_GAP = 14;
const LEGEND_SIZE = 11.5;
const ENTRY_GAP = 18;
const LABEL_GAP = 5;
const ROW = 24;

/** The account's name, then opportunity, view and date, in one line; the second part goes below where it does not fit. */
export function makeTitle(map: AccountMap, view: ViewId, theme: Theme, options: SceneOptions, room: Room): Furniture {
  const { scale, width, x, y } = room;
  const size = TITLE_SIZE * scale;
  const subtitleSize = SUBTITLE_SIZE * scale;
  const name = cutText(cleanText(map.account.name) || cleanText(map.name), size, width);
  const parts = [cleanText(map.opportunity.name), translate(options.language, `view.${view}`), options.date ?? ''];
  const subtitle = cutText(parts.filter((part) => part !== '').join('  ·  '), subtitleSize, width);
  const start = name === '' ? 0 : textWidth(name, size) + TITLE_GAP * scale;
  const fitsBeside = start + textWidth(subtitle, subtitleSize) <= width;
  const below = fitsBeside ? 0 : subtitleSize * 1.5;
  const text = { type: 'text', y: y + size } as const;
  const shapes: Shape[] = [];
  if (name !== '') shapes.push({ ...text, x, text: name, size, weight: 700, fill: theme.ink });
  const at = { x: x + (fitsBeside ? start : 0), y: y + size + below };
  shapes.push({ ...text, ...at, text: subtitle, size: subtitleSize, weight: 400, fill: theme.muted });
  return { name: 'title', rect: { x, y, width, height: size * 1.3 + below }, shapes };
}

/** Signs and words in rows; null when there is nothing to explain. */
export function makeLegendBlock(entries: readonly LegendEntry[], theme: Theme, room: Room): Furniture | null {
  if (entries.length === 0) return null;
  const { scale, width, x, y } = room;
  const size = LEGEND_SIZE * scale;
  const shapes: Shape[] = [];
  let at = 0;
  let row = 0;
  for (const { label, shapes: sign } of entries) {
    const signWidth = SIGN.width * scale;
    const text = cutText(label, size, width - signWidth - LABEL_GAP * scale);
    const needed = signWidth + LABEL_GAP * scale + textWidth(text, size);
    if (at > 0 && at + needed > width) {
      at = 0;
      row++;
    }
    const top = y + row * ROW * scale;
    shapes.push(...moved(sign, { x: x + at, y: top, scale }));
    const place = { x: x + at + signWidth + LABEL_GAP * scale, y: top + (SIGN.height / 2) * scale + size * 0.36 };
    shapes.push({ type: 'text', ...place, text, size, weight: 400, fill: theme.muted });
    at += needed + ENTRY_GAP * scale;
  }
  return { name: 'legend', rect: { x, y, width, height: (row * ROW + SIGN.height) * scale }, shapes };
}
