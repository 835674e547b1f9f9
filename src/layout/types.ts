/**
 * A Placement says where everything of a view stands, in page units (= px at 100 %), y down, origin at the drawing's
 * top-left corner: every coordinate lies within [0, width] × [0, height]. It says nothing about colours or text.
 */
import type { Layer, LayoutRecord, PersonId, RelationId, RelationKind, UnitId } from '../model/index.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}
/** (x, y) is the top-left corner. */
export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export type Density = 'comfortable' | 'compact' | 'dense';

/** Card body sizes by density, in page units. Badges straddle the body: BADGE_RESERVE above and below stays free. */
export const CARD_SIZES: Readonly<Record<Density, { readonly width: number; readonly height: number }>> = {
  comfortable: { width: 132, height: 44 },
  compact: { width: 104, height: 36 },
  dense: { width: 88, height: 22 },
};
export const BADGE_RESERVE = 9;

/** Text sizes of departments' pills: top departments, and those below. Layouts reserve the room, scenes write in it. */
export const PILL_TEXT = {
  comfortable: { top: 15, sub: 12.5 },
  compact: { top: 14, sub: 11.5 },
  dense: { top: 12.5, sub: 10.5 },
} as const;

/** The density that suits a number of people: comfortable to 60, compact to 200, dense above. */
export function densityFor(people: number): Density {
  return people <= 60 ? 'comfortable' : people <= 200 ? 'compact' : 'dense';
}

export interface CardPlacement {
  readonly person: PersonId;
  /** The card's body, without badges. */
  readonly rect: Rect;
  readonly unit: UnitId | null;
  readonly layer: Layer;
  /** Leads its department: drawn with a border in the department's hue. */
  readonly leader: boolean;
  /** Stands in the fish's head. */
  readonly inHead: boolean;
}

export interface BonePlacement {
  readonly id: string;
  readonly kind: 'bone' | 'twig' | 'rib' | 'whisker';
  readonly unit: UnitId | null;
  /** 0 for a top department's bone, 1 for what stands on it, and so on. */
  readonly depth: number;
  readonly points: readonly Point[];
  /** The people whose cards this line may touch. */
  readonly people: readonly PersonId[];
}

export interface CaptionPlacement {
  readonly unit: UnitId;
  readonly depth: number;
  readonly rect: Rect;
}

/** A tinted area behind a sub-department, so that it is plain which pill owns which cards. */
export interface TintPlacement {
  readonly unit: UnitId;
  readonly depth: number;
  readonly polygon: readonly Point[];
}

export interface FishbonePlacement {
  readonly view: 'fishbone';
  readonly width: number;
  readonly height: number;
  readonly density: Density;
  readonly cards: readonly CardPlacement[];
  readonly bones: readonly BonePlacement[];
  readonly captions: readonly CaptionPlacement[];
  readonly tints: readonly TintPlacement[];
  readonly joints: readonly { readonly unit: UnitId; readonly at: Point }[];
  /** The spine from tail to head at its centre line; thickness at the head end. */
  readonly spine: { readonly from: Point; readonly to: Point; readonly thickness: number };
  readonly tail: Rect;
  /** Bounding box of the head's shape; the account's name goes into `title` (lines at `titleSize` text size). */
  readonly head: {
    readonly rect: Rect;
    readonly title: Rect;
    readonly titleSize: number;
    readonly titleLines: readonly string[];
  };
  readonly record: LayoutRecord;
}

export interface BandPlacement {
  readonly layer: Layer;
  readonly rect: Rect;
  /** Room for the layer's name. */
  readonly label: Rect;
}

export interface LinkPlacement {
  /** The relation's id; `reports:<child>` for a reporting line. */
  readonly id: RelationId;
  readonly kind: RelationKind;
  readonly from: PersonId;
  readonly to: PersonId;
  /** Corner points in order from `from` to `to`; the scene rounds corners with radius ≤ 14. */
  readonly points: readonly Point[];
  readonly strength: 1 | 2 | 3;
  readonly direction: 'forward' | 'both';
}

export interface PowerMapPlacement {
  readonly view: 'power-map';
  readonly width: number;
  readonly height: number;
  readonly density: Density;
  readonly cards: readonly CardPlacement[];
  readonly bands: readonly BandPlacement[];
  readonly links: readonly LinkPlacement[];
  readonly record: LayoutRecord;
}

export type Placement = FishbonePlacement | PowerMapPlacement;

export interface LayoutOptions {
  /** keep: stay with the choices of the map's layout record as far as they hold; tidy: choose afresh. Default tidy without a record, else keep. */
  readonly mode?: 'keep' | 'tidy';
  /** Default: densityFor(people). */
  readonly density?: Density;
}
