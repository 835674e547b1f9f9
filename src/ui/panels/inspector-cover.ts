/** How much of the drawing a panel lies over, so that the camera keeps clear of it. */
export interface Cover {
  /** Pixels. */
  readonly right: number;
  /** Pixels. */
  readonly bottom: number;
}

export const NO_COVER: Cover = { right: 0, bottom: 0 };

/** A panel that stands beside the drawing covers nothing; one over it covers the side, or, as wide as it, the bottom. */
export function coverOf(
  panel: { readonly width: number; readonly height: number; readonly isOver: boolean },
  room: { readonly width: number },
): Cover {
  if (!panel.isOver) return NO_COVER;
  return panel.width < room.width ? { right: panel.width, bottom: 0 } : { right: 0, bottom: panel.height };
}
