/** Sizes of an org chart by density, in page units. All whole numbers, so that sums and halves of even ones stay exact. */
import { BADGE_RESERVE, CARD_SIZES, type Density } from '../types.ts';

export interface Measures {
  readonly density: Density;
  readonly card: { readonly width: number; readonly height: number };
  /** From the top of one row of cards to the top of the next. */
  readonly pitch: number;
  /** Between the cards of two teams in one row. */
  readonly gap: number;
  /** Between two people of one team in one row, where no line runs between them. */
  readonly near: number;
  /** From a spine to the cards beside it. */
  readonly tick: number;
  /** From the left edge of a boss's card to the spine of an indented list. */
  readonly inset: number;
}

/** Between two rows, over and above the badges' reserve: room for a bus. */
const ROW_AIR: Readonly<Record<Density, number>> = { comfortable: 12, compact: 8, dense: 4 };

const ACROSS: Readonly<Record<Density, Pick<Measures, 'gap' | 'near' | 'tick' | 'inset'>>> = {
  comfortable: { gap: 22, near: 12, tick: 10, inset: 12 },
  compact: { gap: 18, near: 10, tick: 8, inset: 10 },
  dense: { gap: 14, near: 8, tick: 7, inset: 8 },
};

export function measuresFor(density: Density): Measures {
  const card = CARD_SIZES[density];
  return { density, card, pitch: card.height + 2 * BADGE_RESERVE + ROW_AIR[density], ...ACROSS[density] };
}
