/**
 * The power map's grid: K columns shared by all bands, a number of rows per band. A person stands in a slot of their
 * own band, so "out of band" and "overlap" cannot happen. Columns and rows are indices; page units only in `Geometry`.
 */
import { LAYERS, type AccountMap, type Layer, type Person, type PersonId } from '../../model/index.ts';
import { CARD_SIZES, type Density, type Point, type Rect } from '../types.ts';

export interface Slot {
  readonly layer: Layer;
  readonly column: number;
  /** Row within the band. */
  readonly row: number;
}

export function keyOf(slot: Slot): string {
  return `${slot.layer}/${slot.column}/${slot.row}`;
}

export interface Grid {
  readonly columns: number;
  /** Bands from top to bottom with their number of rows (≥ 1). */
  readonly bands: readonly { readonly layer: Layer; readonly rows: number }[];
}

const SLIDE_ASPECT = 16 / 9;
/** Free slots to move into, as a share of the people. */
const SLACK = 0.08;

export function peopleByLayer(map: AccountMap): ReadonlyMap<Layer, readonly Person[]> {
  const groups = new Map<Layer, Person[]>(LAYERS.map((layer) => [layer, []]));
  for (const person of [...map.people.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
    groups.get(person.layer)!.push(person);
  return groups;
}

/** The outside band is there only when somebody stands in it; the three layers always are. */
export function bandLayers(groups: ReadonlyMap<Layer, readonly Person[]>): Layer[] {
  return LAYERS.filter((layer) => layer !== 'outside' || groups.get(layer)!.length > 0);
}

/** The grid on which cards are largest when the drawing fills a slide; of equals the one with fewest columns. */
export function chooseGrid(groups: ReadonlyMap<Layer, readonly Person[]>, density: Density): Grid {
  const most = Math.max(1, ...[...groups.values()].map((people) => people.length));
  let best = gridWith(groups, 1);
  let scale = 0;
  for (let columns = Math.min(2, most); columns <= most; columns++) {
    const grid = gridWith(groups, columns);
    const { height, width } = new Geometry(grid, density);
    if (slideScale({ height, width }) > scale * 1.001) [best, scale] = [grid, slideScale({ height, width })];
    if (width / height >= 2 * SLIDE_ASPECT) break;
  }
  return best;
}

/** How large things are when a drawing fills a slide; comparable between drawings. */
export function slideScale({ height, width }: { readonly width: number; readonly height: number }): number {
  return Math.min(SLIDE_ASPECT / width, 1 / height);
}

export function gridWith(
  groups: ReadonlyMap<Layer, readonly Person[]>,
  columns: number,
  rowsAtLeast: ReadonlyMap<Layer, number> = new Map(),
): Grid {
  const bands = bandLayers(groups).map((layer) => {
    const count = groups.get(layer)!.length;
    const slack = rowsAtLeast.size > 0 || count <= columns ? 0 : SLACK;
    return { layer, rows: Math.max(1, Math.ceil((count * (1 + slack)) / columns), rowsAtLeast.get(layer) ?? 0) };
  });
  return { columns, bands };
}

/** The grid that slots stand in: bands end with their last row that anybody stands in. */
export function gridOf(groups: ReadonlyMap<Layer, readonly Person[]>, columns: number, slots: Slots): Grid {
  const rows = new Map(bandLayers(groups).map((layer) => [layer, 1]));
  for (const { layer, row } of slots.values()) rows.set(layer, Math.max(rows.get(layer) ?? 0, row + 1));
  return gridWith(groups, columns, rows);
}

/** A person's card by power 1 to 5; the gaps between slots leave room for the largest. */
const SCALES = [0.9, 0.9625, 1.025, 1.0875, 1.15];
export const MAX_SCALE = SCALES.at(-1)!;

/** Not judged = as if the card were of the density's own size; other numbers than 1 to 5 count as the nearest. */
export function scaleOf(power: number | null): number {
  if (power === null || Number.isNaN(power)) return 1;
  return SCALES[Math.min(5, Math.max(1, Math.round(power))) - 1]!;
}

const SPACING: Readonly<Record<Density, { gapX: number; gapY: number; pad: number; label: number }>> = {
  comfortable: { gapX: 32, gapY: 44, pad: 26, label: 96 },
  compact: { gapX: 28, gapY: 38, pad: 22, label: 116 },
  dense: { gapX: 26, gapY: 32, pad: 20, label: 116 },
};
const BAND_GAP = 8;
const EDGE = 12;

/** Where the grid's slots are, in page units. */
export class Geometry {
  readonly card: { readonly width: number; readonly height: number };
  readonly gapX: number;
  readonly gapY: number;
  readonly label: number;
  readonly width: number;
  readonly height: number;
  readonly bands: readonly { readonly layer: Layer; readonly rect: Rect; readonly firstRow: number }[];
  /** Top of every row of the whole grid, from the top. */
  readonly rowTops: readonly number[];
  readonly #firstRow = new Map<Layer, number>();

  constructor(
    readonly grid: Grid,
    density: Density,
  ) {
    const { gapX, gapY, label, pad } = SPACING[density];
    this.card = CARD_SIZES[density];
    this.gapX = gapX;
    this.gapY = gapY;
    this.label = label;
    this.width = label + EDGE * 2 + grid.columns * (this.card.width + gapX);
    const rowTops: number[] = [];
    let y = 0;
    this.bands = grid.bands.map(({ layer, rows }) => {
      const firstRow = rowTops.length;
      this.#firstRow.set(layer, firstRow);
      const top = y;
      y += pad;
      for (let row = 0; row < rows; row++) {
        rowTops.push(y);
        y += this.card.height + (row < rows - 1 ? gapY : pad);
      }
      const rect = { x: 0, y: top, width: this.width, height: y - top };
      y += BAND_GAP;
      return { layer, rect, firstRow };
    });
    this.rowTops = rowTops;
    this.height = y - BAND_GAP;
  }

  /** The row of the whole grid that a slot is in. */
  rowOf(slot: Slot): number {
    return this.#firstRow.get(slot.layer)! + slot.row;
  }

  columnLeft(column: number): number {
    return this.label + EDGE + this.gapX / 2 + column * (this.card.width + this.gapX);
  }

  /** Middle of the gutter left of a column; `column` may be grid.columns for the last gutter. */
  gutter(column: number): number {
    return this.columnLeft(column) - this.gapX / 2;
  }

  /** The number of rows of a band that is this high: the inverse of what the constructor does. */
  static rowsIn(bandHeight: number, density: Density): number {
    const { gapY, pad } = SPACING[density];
    return Math.max(1, Math.round((bandHeight - 2 * pad + gapY) / (CARD_SIZES[density].height + gapY)));
  }

  /** The slot whose middle is nearest to a point; null when the point is not in or right beside a band. */
  nearestSlot({ x, y }: Point): Slot | null {
    const band = this.bands.findIndex(
      ({ rect }) => y >= rect.y - BAND_GAP / 2 && y <= rect.y + rect.height + BAND_GAP / 2,
    );
    if (band < 0 || x < 0 || x > this.width) return null;
    const { layer, rows } = this.grid.bands[band]!;
    const across = (x - this.columnLeft(0) - this.card.width / 2) / (this.card.width + this.gapX);
    const down =
      (y - this.rowTops[this.bands[band]!.firstRow]! - this.card.height / 2) / (this.card.height + this.gapY);
    return {
      layer,
      column: Math.min(this.grid.columns - 1, Math.max(0, Math.round(across))),
      row: Math.min(rows - 1, Math.max(0, Math.round(down))),
    };
  }

  /** A card of this scale in the middle of its slot; sizes are whole, so that halves of a unit suffice. */
  cardRect(slot: Slot, scale: number): Rect {
    const { height, width, x, y } = this.rect(slot);
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    return { x: x + (width - w) / 2, y: y + (height - h) / 2, width: w, height: h };
  }

  rect(slot: Slot): Rect {
    return { x: this.columnLeft(slot.column), y: this.rowTops[this.rowOf(slot)]!, ...this.card };
  }
}

export type Slots = ReadonlyMap<PersonId, Slot>;
