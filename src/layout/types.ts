/**
 * A Placement says where everything of a view stands, in page units (= px at 100 %), y down, origin at the drawing's
 * top-left corner: every coordinate lies within [0, width] × [0, height]. It says nothing about colours or text.
 */
import type {
  AccountMap,
  Layer,
  LayoutRecord,
  PersonId,
  RelationId,
  RelationKind,
  UnitId,
  ViewId,
} from '../model/index.ts';

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
  /** Size of what is drawn in the card against the density's own; `rect` is already this large. Absent = 1. */
  readonly scale?: number;
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
  /** A folded department is this chip alone: its people (and those of the departments below it), in id order. */
  readonly folded?: readonly PersonId[];
}

/** A tinted area behind a sub-department, so that it is plain which pill owns which cards. */
export interface TintPlacement {
  readonly unit: UnitId;
  readonly depth: number;
  readonly polygon: readonly Point[];
}

/** A thick line at its centre; thickness at the `to` end. */
export interface SpinePlacement {
  readonly from: Point;
  readonly to: Point;
  readonly thickness: number;
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
  /** From tail to head. The head is on the side of `to`: on the left of the page too. */
  readonly spine: SpinePlacement;
  readonly tail: Rect;
  /**
   * Many small departments: several spines above each other, that a vertical trunk joins to the head. Then `spine` is
   * the short piece from the trunk into the head, and `tail` the first deck's.
   */
  readonly decks?: {
    readonly trunk: SpinePlacement;
    readonly spines: readonly (SpinePlacement & { readonly tail: Rect })[];
  };
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

/** A line of the org chart, from a boss to reports. */
export interface TreeLinePlacement {
  readonly id: string;
  readonly points: readonly Point[];
  readonly people: readonly PersonId[];
}

export interface OrgChartPlacement {
  readonly view: 'org-chart';
  readonly width: number;
  readonly height: number;
  readonly density: Density;
  readonly cards: readonly CardPlacement[];
  readonly lines: readonly TreeLinePlacement[];
  readonly record: LayoutRecord;
}

/** What a card takes on when it is dropped somewhere in a matrix; absent = stays as it is, null = not judged. */
export interface MatrixValues {
  readonly attitude?: number | null;
  readonly power?: number | null;
  readonly interest?: number | null;
}

export interface CellPlacement {
  /** Stable over edits: the same cell has the same id. */
  readonly id: string;
  readonly column: number;
  readonly row: number;
  readonly rect: Rect;
  /** Room for the cell's heading; null = none. */
  readonly title: Rect | null;
  /** The quadrant of power × interest; null in attitude × power and for people not judged. */
  readonly quadrant: 'manage-closely' | 'keep-satisfied' | 'keep-informed' | 'monitor' | null;
  /** People who do not fit even at the smallest scale, drawn as "+n" at `rest.rect`. */
  readonly rest: { readonly people: readonly PersonId[]; readonly rect: Rect } | null;
}

export interface AxisPlacement {
  readonly axis: 'attitude' | 'power' | 'interest';
  readonly from: Point;
  readonly to: Point;
  /** Where each value's label stands (its middle); null = not contacted / not judged. */
  readonly ticks: readonly { readonly value: number | null; readonly at: Point }[];
}

export interface MatrixPlacement {
  readonly view: 'attitude-matrix' | 'interest-matrix';
  readonly width: number;
  readonly height: number;
  readonly density: Density;
  readonly cards: readonly CardPlacement[];
  readonly cells: readonly CellPlacement[];
  readonly axes: readonly AxisPlacement[];
  /** From a person's true point to their card, where those are apart. */
  readonly leaders: readonly { readonly person: PersonId; readonly from: Point; readonly to: Point }[];
  readonly record: LayoutRecord;
}

export interface NetworkPlacement {
  readonly view: 'network';
  readonly width: number;
  readonly height: number;
  readonly density: Density;
  readonly cards: readonly CardPlacement[];
  readonly links: readonly LinkPlacement[];
  readonly record: LayoutRecord;
}

export type Placement = FishbonePlacement | PowerMapPlacement | OrgChartPlacement | MatrixPlacement | NetworkPlacement;

export interface LayoutOptions {
  /** keep: stay with the choices of the map's layout record as far as they hold; tidy: choose afresh. Default tidy without a record, else keep. */
  readonly mode?: 'keep' | 'tidy';
  /** Default: the record's page choice, else densityFor(people). */
  readonly density?: Density;
  /** Tidy only this department with all below it; everything else is kept. Only with `mode: 'tidy'`. */
  readonly within?: UnitId;
  /** Tidy also what people placed by hand (entries with `pinned: true`). Default false. */
  readonly release?: boolean;
  /** Fishbone: this department drawn as a fish of its own. An id the map does not know = the whole map. */
  readonly focus?: UnitId;
  /** Fishbone: the side the head looks to. Default: the record's page choice, else right. */
  readonly head?: 'left' | 'right';
}

/** Something let go by hand. Points are page units of the placement. */
export type HandMove =
  /** `to`: where the centre of the grabbed card is; `people` move together. */
  | { readonly people: readonly PersonId[]; readonly grabbed: PersonId; readonly to: Point }
  /** A department, by its pill. */
  | { readonly unit: UnitId; readonly to: Point };

/** Entries of a layout record to write; null = take the entry away. */
export type RecordPatch = Readonly<Record<string, unknown>>;

/** One picture people can choose. */
export interface Layout {
  readonly view: ViewId;
  readonly layout: (map: AccountMap, options?: LayoutOptions) => Placement;
  /**
   * What to write into the view's record when something is let go at a place; null = the place means nothing (the card
   * goes back). Entries written are marked `pinned: true`, so that tidy respects them.
   */
  readonly place?: (map: AccountMap, placement: Placement, move: HandMove) => RecordPatch | null;
  /** What a card takes on where it is let go: the matrix. Null = nothing. */
  readonly valuesAt?: (map: AccountMap, placement: Placement, at: Point) => MatrixValues | null;
}
