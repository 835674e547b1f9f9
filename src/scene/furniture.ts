/** Title block and legend around the drawing: the page grows, so that neither ever covers a card. */
import { translate } from '../i18n/index.ts';
import { cutText, textWidth } from '../layout/index.ts';
import type { AccountMap, ViewId } from '../model/index.ts';
import { round } from './path.ts';
import { shiftShapes } from './shift.ts';
import { cleanText } from './text.ts';
import type { Theme } from './theme.ts';
import type { Furniture, Language, LegendEntry, Shape } from './types.ts';

export const MARGIN = 32;
const TITLE_SIZE = 19;
const SUBTITLE_SIZE = 12.5;
/** Baselines below the block's top, at scale 1. */
const TITLE_BASELINE = 18;
const SUBTITLE_BASELINE = 38;
export const TITLE_HEIGHT = 44;
const LEGEND_SIZE = 11.5;
const ENTRY_GAP = 16;
const GROUP_GAP = 28;
const ROW_HEIGHT = 24;
const SIGN_WIDTH = 24;
const SIGN_HEIGHT = 18;
const SIGN_GAP = 6;
const LEGEND_ROWS = 2;
const SHRINK = 0.95;
/** A legend shrinks this far to save a row. */
const WORTH_A_ROW = 0.85;
/** The smallest text of a legend: as it stands on the page, and on a page shown 1920 pixels wide. */
const MIN_LEGEND_TEXT = 9;
const MIN_SLIDE_TEXT = 10;
const SLIDE_WIDTH = 1920;

export interface TitleInput {
  readonly map: AccountMap;
  readonly view: ViewId;
  readonly theme: Theme;
  readonly language: Language;
  readonly date: string | undefined;
  readonly author?: string | undefined;
  readonly width: number;
  /** Drawing to page: large drawings get a larger title. */
  readonly scale: number;
}

/** The account's name over opportunity, stage, view, author and date. */
export function titleBlock({ author, date, language, map, scale, theme, view, width }: TitleInput): Furniture {
  const size = round(TITLE_SIZE * scale);
  const small = round(SUBTITLE_SIZE * scale);
  const whole = cleanText(map.account.name || map.name) || translate(language, 'scene.unnamed');
  const name = cutText(whole, size, width);
  const { name: opportunity, stage } = map.opportunity;
  const parts = [
    cleanText(opportunity),
    stage === null ? '' : translate(language, 'scene.stage', stage),
    translate(language, `view.${view}`),
    cleanText(author ?? ''),
    date ?? '',
  ];
  const rest = cutText(parts.filter((part) => part !== '').join(' · '), small, width);
  const line = (baseline: number) => round(MARGIN + baseline * scale);
  return {
    name: 'title',
    rect: {
      x: MARGIN,
      y: MARGIN,
      width: Math.max(textWidth(name, size), textWidth(rest, small)),
      height: TITLE_HEIGHT * scale,
    },
    shapes: [
      { type: 'text', x: MARGIN, y: line(TITLE_BASELINE), text: name, size, weight: 700, fill: theme.ink },
      { type: 'text', x: MARGIN, y: line(SUBTITLE_BASELINE), text: rest, size: small, weight: 400, fill: theme.muted },
    ],
  };
}

interface PlacedEntry {
  readonly entry: LegendEntry;
  readonly x: number;
  readonly row: number;
}

/**
 * Entries in rows no wider than `width`, its top-left corner at (MARGIN, top). Two rows where that leaves the text
 * readable, else more. Height 0 when there is nothing to explain.
 */
export function legendBlock(
  entries: readonly LegendEntry[],
  { scale: wanted, theme, top, width }: { theme: Theme; top: number; width: number; scale: number },
): Furniture {
  const smallest = Math.max(MIN_LEGEND_TEXT, (MIN_SLIDE_TEXT * (width + 2 * MARGIN)) / SLIDE_WIDTH) / LEGEND_SIZE;
  const rowsOf = (entriesPlaced: readonly PlacedEntry[]) => (entriesPlaced.at(-1)?.row ?? -1) + 1;
  const placedAt = (scale: number) => inRows(entries, width / scale);
  let scale = Math.max(wanted, smallest);
  const target = Math.min(LEGEND_ROWS, rowsOf(placedAt(Math.max(scale * WORTH_A_ROW, smallest))));
  while (rowsOf(placedAt(scale)) > target && scale * SHRINK >= smallest) scale *= SHRINK;
  const placed = placedAt(scale);
  const rows = rowsOf(placed);
  return {
    name: 'legend',
    rect: { x: MARGIN, y: top, width, height: rows * ROW_HEIGHT * scale },
    shapes: placed.flatMap(({ entry, row, x }) => {
      const at = { x: MARGIN + x * scale, y: top + row * ROW_HEIGHT * scale };
      const baseline = SIGN_HEIGHT / 2 + 2 + LEGEND_SIZE * 0.36;
      const label: Shape = {
        type: 'text',
        x: round(at.x + (SIGN_WIDTH + SIGN_GAP) * scale),
        y: round(at.y + baseline * scale),
        text: entry.label,
        size: round(LEGEND_SIZE * scale),
        weight: 400,
        fill: theme.muted,
      };
      return [...shiftShapes(entry.shapes, { x: at.x, y: at.y + 2 * scale }, scale), label];
    }),
  };
}

/** Where entries stand at scale 1; roles, attitudes, marks, seats and relations stand a little apart. */
function inRows(entries: readonly LegendEntry[], width: number): PlacedEntry[] {
  let end = 0;
  let row = 0;
  return entries.map((entry, i) => {
    const entryWidth = SIGN_WIDTH + SIGN_GAP + textWidth(entry.label, LEGEND_SIZE);
    const before = entries[i - 1];
    const gap = before === undefined ? 0 : groupOf(before) === groupOf(entry) ? ENTRY_GAP : GROUP_GAP;
    const isFull = end > 0 && end + gap + entryWidth > width;
    if (isFull) row++;
    const x = isFull ? 0 : end + gap;
    end = x + entryWidth;
    return { entry, x, row };
  });
}

const groupOf = ({ key }: LegendEntry): string => (key === 'faint' ? 'relation' : key.split(':')[0]!);
