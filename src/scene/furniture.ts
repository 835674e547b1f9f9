/** Title block and legend around the drawing: the page grows, so that neither ever covers a card. */
import { translate } from '../i18n/index.ts';
import { cutText, textWidth } from '../layout/index.ts';
import type { AccountMap, ViewId } from '../model/index.ts';
import { shiftShapes } from './shift.ts';
import { cleanText } from './text.ts';
import type { Theme } from './theme.ts';
import type { Furniture, Language, LegendEntry, Shape } from './types.ts';

export const MARGIN = 32;
const TITLE_SIZE = 19;
const SUBTITLE_SIZE = 12.5;
export const TITLE_HEIGHT = 40;
const LEGEND_SIZE = 11.5;
const ENTRY_GAP = 18;
const ROW_HEIGHT = 24;
const SIGN_WIDTH = 24;
const SIGN_HEIGHT = 18;

export interface TitleInput {
  readonly map: AccountMap;
  readonly view: ViewId;
  readonly theme: Theme;
  readonly language: Language;
  readonly date: string | undefined;
  readonly width: number;
  /** Drawing to page: large drawings get a larger title. */
  readonly scale: number;
}

export function titleBlock({ date, language, map, scale, theme, view, width }: TitleInput): Furniture {
  const size = TITLE_SIZE * scale;
  const small = SUBTITLE_SIZE * scale;
  const name = cutText(
    cleanText(map.account.name || map.name) || translate(language, 'scene.unnamed'),
    size,
    width * 0.6,
  );
  const rest = [cleanText(map.opportunity.name), translate(language, `view.${view}`), date ?? '']
    .filter((part) => part !== '')
    .join(' · ');
  const baseline = MARGIN + size;
  const restText = cutText(rest, small, width * 0.38);
  const restX = MARGIN + textWidth(name, size) + 12 * scale;
  const shapes: Shape[] = [
    { type: 'text', x: MARGIN, y: baseline, text: name, size, weight: 700, fill: theme.ink },
    {
      type: 'text',
      x: restX,
      y: baseline,
      text: restText,
      size: small,
      weight: 400,
      fill: theme.muted,
    },
  ];
  return {
    name: 'title',
    rect: { x: MARGIN, y: MARGIN, width: restX - MARGIN + textWidth(restText, small), height: TITLE_HEIGHT * scale },
    shapes,
  };
}

/** Entries in rows no wider than `width`, its top-left corner at (MARGIN, top). Height 0 when there is nothing to explain. */
export function legendBlock(
  entries: readonly LegendEntry[],
  { scale, theme, top, width }: { theme: Theme; top: number; width: number; scale: number },
): Furniture {
  const shapes: Shape[] = [];
  let x = 0;
  let row = 0;
  for (const entry of entries) {
    const entryWidth = (SIGN_WIDTH + 6 + textWidth(entry.label, LEGEND_SIZE)) * scale;
    if (x > 0 && x + entryWidth > width) {
      x = 0;
      row++;
    }
    const y = top + row * ROW_HEIGHT * scale;
    shapes.push(...shiftShapes(entry.shapes, { x: MARGIN + x, y: y + 2 * scale }, scale));
    shapes.push({
      type: 'text',
      x: MARGIN + x + (SIGN_WIDTH + 6) * scale,
      y: y + (SIGN_HEIGHT / 2 + 2 + LEGEND_SIZE * 0.36) * scale,
      text: entry.label,
      size: LEGEND_SIZE * scale,
      weight: 400,
      fill: theme.muted,
    });
    x += entryWidth + ENTRY_GAP * scale;
  }
  const height = entries.length === 0 ? 0 : (row + 1) * ROW_HEIGHT * scale;
  return { name: 'legend', rect: { x: MARGIN, y: top, width, height }, shapes };
}
