/** The fish's head: the account's name in at most two lines and the top people as cards below it. */
import type { AccountMap } from '../../model/index.ts';
import { textWidth, wrapText } from '../text-width.ts';
import type { Rect } from '../types.ts';
import type { HeadSize } from './fish.ts';
import type { Measures } from './measures.ts';

const TITLE_SIZE = { comfortable: 20, compact: 19, dense: 18 } as const;
const LINE_HEIGHT = 1.25;
const MAX_COLUMN = 4;
/** Share of the head's width that is high enough for its content; the rest is the nose. */
const CONTENT_SHARE = 0.66;
const CURVE_LOSS = 0.76;
const PADDING = 16;
const GILL = 14;

export interface Head extends HeadSize {
  readonly titleSize: number;
  readonly titleLines: readonly string[];
  /** Relative to the head's left edge and the spine (y = 0). */
  readonly title: Rect;
  readonly cards: readonly Rect[];
}

export function layoutHead(map: AccountMap, measures: Measures, people: number): Head {
  const size = TITLE_SIZE[measures.density];
  const { cardHeight, cardWidth, gap, pitch } = measures;
  const perColumn = people <= MAX_COLUMN ? Math.max(1, people) : Math.max(MAX_COLUMN, Math.ceil(Math.sqrt(people)));
  const columns = Math.ceil(people / perColumn);
  const cardsWidth = columns === 0 ? 0 : columns * (cardWidth + gap) - gap;
  const name = (map.account.name || map.name).trim();
  const titleLines = balancedLines(name, size, Math.max(cardsWidth, size * 7.2));
  const width = Math.max(cardsWidth, ...titleLines.map((line) => textWidth(line, size)));
  const titleHeight = titleLines.length * size * LINE_HEIGHT;
  const rows = people === 0 ? 0 : Math.min(people, perColumn);
  const contentHeight = titleHeight + (rows === 0 ? 0 : rows * pitch);
  const top = -contentHeight / 2;
  const cards = Array.from({ length: people }, (_, i) => ({
    x: GILL + PADDING + Math.floor(i / perColumn) * (cardWidth + gap),
    y: top + titleHeight + (i % perColumn) * pitch + (pitch - cardHeight) / 2 + 4,
    width: cardWidth,
    height: cardHeight,
  }));
  return {
    width: (GILL + PADDING + width) / CONTENT_SHARE,
    height: Math.max(contentHeight / CURVE_LOSS + 24, measures.cardHeight * 2.4),
    titleSize: size,
    titleLines,
    title: { x: GILL + PADDING, y: top, width, height: titleHeight },
    cards,
  };
}

/** One line where it fits, else two of about the same length; the second cut where even two are not enough. */
function balancedLines(text: string, size: number, room: number): string[] {
  const full = textWidth(text, size);
  if (full <= room || full > 2 * room) return wrapText(text, size, room, 2);
  for (let width = full / 2; width < room; width += size / 2) {
    const lines = wrapText(text, size, width, 2);
    if (!lines.at(-1)!.endsWith('…')) return lines;
  }
  return wrapText(text, size, room, 2);
}
