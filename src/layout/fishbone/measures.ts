/** The sizes a fishbone is built with, in page units, by card density. */
import { CARD_SIZES, PILL_TEXT, type Density } from '../types.ts';

/** Horizontal drift of a bone per unit of height: cot 63.4°, so that steps fall on half rows. */
export const SLOPE = 0.5;

export interface Measures {
  readonly density: Density;
  readonly cardWidth: number;
  readonly cardHeight: number;
  /** Distance of row centres. */
  readonly pitch: number;
  readonly gap: number;
  /** Half the width in u that a bone needs in a row it passes: its drift inside a card's height, and air. */
  readonly clear: number;
  /** Distance from the spine to the edge of row 0. */
  readonly start: number;
  readonly pillText: { readonly top: number; readonly sub: number };
  readonly pillHeight: { readonly top: number; readonly sub: number };
}

const ROW_GAP = { comfortable: 18, compact: 15, dense: 10 } as const;
const CARD_GAP = { comfortable: 14, compact: 12, dense: 10 } as const;
const BONE_AIR = 6;

export function measuresFor(density: Density): Measures {
  const { width, height } = CARD_SIZES[density];
  const pillText = PILL_TEXT[density];
  return {
    density,
    cardWidth: width,
    cardHeight: height,
    pitch: height + ROW_GAP[density],
    gap: CARD_GAP[density],
    clear: (height / 2) * SLOPE + BONE_AIR,
    start: height * 0.35 + 8,
    pillText,
    pillHeight: { top: Math.min(height, pillText.top * 2.1), sub: Math.min(height, pillText.sub * 1.9) },
  };
}

/** Distance of a row's centre from the spine. */
export function rowCentre(measures: Measures, row: number): number {
  return measures.start + (row + 0.5) * measures.pitch;
}
