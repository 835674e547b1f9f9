/**
 * A Scene is a finished picture as shapes in page units (= px at 100 %, y down, origin at the page's top-left corner).
 * The screen, SVG, PNG and the command line draw the same scene; nothing here knows a browser.
 * Colours are CSS hex values, already chosen for the theme.
 */
import type { Rect } from '../layout/index.ts';
import type { Layer, PersonId, RelationId, RelationKind, UnitId, ViewId } from '../model/index.ts';

export type ThemeName = 'light' | 'dark' | 'print';
export type Language = 'en' | 'zh';

export interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  /** Dash lengths; absent = solid. */
  readonly dash?: readonly number[];
  readonly opacity?: number;
  readonly lineCap?: 'butt' | 'round';
}

export type Shape =
  | ({ readonly type: 'rect'; readonly radius?: number } & Rect & Paint)
  | ({ readonly type: 'circle'; readonly cx: number; readonly cy: number; readonly r: number } & Paint)
  /** `d` uses only absolute M L Q C A Z. */
  | ({ readonly type: 'path'; readonly d: string } & Paint)
  | ({
      readonly type: 'text';
      /** Baseline start (or middle / end by `anchor`). */
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly weight: 400 | 600 | 700;
      readonly anchor?: 'start' | 'middle' | 'end';
    } & Paint);

/** A card: shapes[0] is the body's rect, the first text is the name. */
export interface CardItem {
  readonly kind: 'card';
  readonly person: PersonId;
  readonly layer: Layer;
  /** The body, in page units. Shapes are in page units too. */
  readonly rect: Rect;
  readonly shapes: readonly Shape[];
  /** The whole text for tooltip and screen reader: name, title, department, attitude, roles, marks. */
  readonly title: string;
  /** Keys of the legend's entries that explain what is drawn here, e.g. `role:A`. */
  readonly signs?: readonly string[];
}

export interface LinkItem {
  readonly kind: 'link';
  readonly relation: RelationId;
  readonly relationKind: RelationKind;
  readonly from: PersonId;
  readonly to: PersonId;
  /** Corner points for hit-testing, page units. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** At full strength; painters draw the whole item at `opacity`. */
  readonly shapes: readonly Shape[];
  /** Weak influence on a large map steps back; drawn in full when one of its ends is hovered or selected. Absent = 1. */
  readonly opacity?: number;
  readonly title: string;
}

export interface BoneItem {
  readonly kind: 'bone';
  readonly bone: string;
  readonly people: readonly PersonId[];
  readonly shapes: readonly Shape[];
}

export interface BandItem {
  readonly kind: 'band';
  readonly layer: Layer;
  readonly rect: Rect;
  readonly shapes: readonly Shape[];
}

/** A department's pill, or the chip of a folded one. */
export interface CaptionItem {
  readonly kind: 'caption';
  readonly unit: UnitId;
  readonly rect: Rect;
  readonly shapes: readonly Shape[];
  readonly title: string;
  /** As on a card: a folded department shows its worst attitude. */
  readonly signs?: readonly string[];
}

/** Anything without a meaning of its own: tints, spine, tail, head, joints. */
export interface PlainItem {
  readonly kind: 'plain';
  readonly name: 'tint' | 'spine' | 'tail' | 'head' | 'joint' | 'cell' | 'axis' | 'leader';
  readonly shapes: readonly Shape[];
}

export type SceneItem = BandItem | PlainItem | BoneItem | CaptionItem | LinkItem | CardItem;

/** Title block and legend, placed on the page so that they cover no card; drawn in exports, shown as panels on screen. */
export interface Furniture {
  readonly name: 'title' | 'legend';
  readonly rect: Rect;
  readonly shapes: readonly Shape[];
}

export interface LegendEntry {
  /** e.g. `role:A`, `attitude:3`, `attitude:none`, `mark:kp`, `relation:influence`, `seat:unknown`, `power`, `faint`. */
  readonly key: string;
  readonly label: string;
  /** The sign drawn in a 24 × 18 box, origin top-left. */
  readonly shapes: readonly Shape[];
}

export interface Scene {
  readonly view: ViewId;
  /** The page with margins, title and legend. */
  readonly width: number;
  readonly height: number;
  /** Where the drawing alone stands on the page: what the screen fits to its window. */
  readonly drawing: Rect;
  readonly background: string;
  /** In drawing order. */
  readonly items: readonly SceneItem[];
  readonly furniture: readonly Furniture[];
  /** Kinds that occur, and only those. */
  readonly legend: readonly LegendEntry[];
  readonly fontFamily: string;
}

export interface SceneOptions {
  readonly theme: ThemeName;
  readonly language: Language;
  /** Relation kinds to draw. Default: SHOWN_AT_FIRST of the view. */
  readonly show?: ReadonlySet<RelationKind>;
  /** Covers attitude and marks everywhere: cards, legend, titles, chips. Default false. */
  readonly discreet?: boolean;
  /** Printed in the title block, e.g. `2026-11-22`; absent = no date (the scene knows no clock). */
  readonly date?: string;
  /** Printed in the title block: who made the picture; absent or '' = nobody is named. */
  readonly author?: string;
}
