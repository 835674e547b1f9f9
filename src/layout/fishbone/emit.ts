/** From the packed fish in u and rows to a placement in page units. */
import type { AccountMap, LayoutRecord, PersonId, UnitId } from '../../model/index.ts';
import type {
  BonePlacement,
  CaptionPlacement,
  CardPlacement,
  FishbonePlacement,
  Point,
  Rect,
  TintPlacement,
} from '../types.ts';
import type { Block, Part } from './block.ts';
import { tailSize } from './fish.ts';
import type { Head } from './head.ts';
import { rowCentre, SLOPE, type Measures } from './measures.ts';
import type { Branch, Organisation } from './organisation.ts';
import type { Side, Skeleton } from './settle.ts';

/** Coordinates are rounded to halves: engines differ in the last digits of a float, pictures must not. */
const half = (value: number) => Math.round(value * 2) / 2;
const TINT_MARGIN = 5;

export interface EmitInput {
  /** Who is where, as in the document: also when the fish is one department's. */
  readonly map: AccountMap;
  readonly measures: Measures;
  readonly skeleton: Skeleton;
  readonly head: Head;
  readonly organisation: Organisation;
  readonly record: LayoutRecord;
}

export function emitFishbone(input: EmitInput): FishbonePlacement {
  const { head, map, measures, organisation, record, skeleton } = input;
  const origin: Point = { x: -skeleton.left, y: skeleton.above };
  const page = { width: pageEnd(skeleton.width), height: pageEnd(skeleton.above + skeleton.below) };
  const draw = new Drawing(map, measures, page, chipsOf(organisation.branches));
  for (const { above, below, y } of skeleton.decks) {
    const start = { x: origin.x, y: origin.y + y };
    draw.side(above, start, -1);
    draw.side(below, start, 1);
  }
  const headAt = { x: origin.x + skeleton.headLeft, y: origin.y };
  organisation.head.forEach((person, i) =>
    draw.card(person, shiftRect(head.cards[i]!, headAt), { leader: false, inHead: true }),
  );
  return {
    view: 'fishbone',
    ...page,
    density: measures.density,
    cards: draw.cards,
    bones: draw.bones,
    captions: draw.captions,
    tints: draw.tints,
    joints: draw.joints,
    ...spines(measures, skeleton, origin),
    head: {
      rect: roundRect({ x: headAt.x, y: headAt.y - head.height / 2, width: head.width, height: head.height }),
      title: roundRect(shiftRect(head.title, headAt)),
      titleSize: head.titleSize,
      titleLines: head.titleLines,
    },
    record,
  };
}

function spines(
  measures: Measures,
  { decks, headLeft }: Skeleton,
  origin: Point,
): Pick<FishbonePlacement, 'spine' | 'tail' | 'decks'> {
  const thickness = measures.cardHeight * 0.2;
  const size = tailSize(measures);
  const all = decks.map((deck) => {
    const y = origin.y + deck.y;
    const left = origin.x + deck.tail;
    return {
      from: roundPoint({ x: left + size.width * 0.55, y }),
      to: roundPoint({ x: origin.x, y }),
      thickness,
      tail: roundRect({ x: left, y: y - size.height / 2, ...size }),
    };
  });
  const [first, last] = [all[0]!, all.at(-1)!];
  if (all.length === 1) return { spine: { from: first.from, to: first.to, thickness }, tail: first.tail };
  return {
    spine: { from: roundPoint(origin), to: roundPoint({ x: origin.x + headLeft, y: origin.y }), thickness },
    tail: first.tail,
    decks: { trunk: { from: first.to, to: last.to, thickness }, spines: all },
  };
}

type Chips = ReadonlyMap<UnitId, readonly PersonId[]>;

function chipsOf(branches: readonly Branch[]): Chips {
  const chips = new Map<UnitId, readonly PersonId[]>();
  const walk = (branch: Branch) => {
    if (branch.folded) chips.set(branch.key, branch.folded.people);
    branch.subs.forEach(walk);
  };
  branches.forEach(walk);
  return chips;
}

/** A corner and a size, both rounded up to halves, may end half a unit later. */
const pageEnd = (extent: number) => Math.ceil(extent + 0.5);

const roundPoint = ({ x, y }: Point): Point => ({ x: half(x), y: half(y) });
const roundRect = ({ x, y, width, height }: Rect): Rect => ({
  x: half(x),
  y: half(y),
  width: half(width),
  height: half(height),
});
const shiftRect = (rect: Rect, by: Point): Rect => ({ ...rect, x: rect.x + by.x, y: rect.y + by.y });

class Drawing {
  readonly cards: CardPlacement[] = [];
  readonly bones: BonePlacement[] = [];
  readonly captions: CaptionPlacement[] = [];
  readonly tints: TintPlacement[] = [];
  readonly joints: { unit: UnitId; at: Point }[] = [];
  #direction = 1;
  /** Where the present spine ends at the head or the trunk. */
  #origin: Point = { x: 0, y: 0 };

  constructor(
    readonly map: AccountMap,
    readonly measures: Measures,
    readonly page: { readonly width: number; readonly height: number },
    readonly chips: Chips,
  ) {}

  side({ bones }: Side, origin: Point, direction: -1 | 1): void {
    this.#direction = direction;
    this.#origin = origin;
    for (const { block, branch, u } of bones) {
      this.block(block, u, 0, branch.key);
      if (branch.unit !== null)
        this.joints.push({ unit: branch.unit, at: roundPoint({ x: origin.x + u, y: origin.y }) });
    }
  }

  card(person: PersonId, rect: Rect, { inHead, leader }: { inHead: boolean; leader: boolean }): void {
    const { layer, unit } = this.map.people.get(person)!;
    this.cards.push({ person, rect: roundRect(rect), unit, layer, leader, inHead });
  }

  block(block: Block, du: number, dk: number, key: string): void {
    // A second bone shows by itself what it owns; tinting it too would stack tint upon tint.
    if (block.unit !== null && /^[gs]/.test(block.form))
      this.tints.push({ unit: block.unit, depth: block.depth, polygon: this.outline(block, du, dk) });
    block.parts.forEach((part, i) => this.part(part, du, dk, `${key}:${i}`));
    block.children.forEach((child, i) => this.block(child.block, du + child.du, dk + child.dk, `${key}/${i}`));
  }

  part(part: Part, du: number, dk: number, id: string): void {
    const { cardHeight, cardWidth, pillHeight } = this.measures;
    if (part.kind === 'card') {
      const at = this.at(part.u + du, part.row + dk);
      return this.card(
        part.person,
        { x: at.x, y: at.y - cardHeight / 2, width: cardWidth, height: cardHeight },
        { leader: part.leader, inHead: false },
      );
    }
    if (part.kind === 'pill') {
      const at = this.at(part.u + du, part.row + dk);
      const chip = this.chips.get(part.unit);
      const height = part.depth === 0 ? pillHeight.top : pillHeight.sub;
      this.captions.push({
        unit: part.unit,
        depth: part.depth,
        rect: roundRect({ x: at.x, y: at.y - height / 2, width: part.width, height }),
        ...(chip && { folded: chip }),
      });
      return;
    }
    const points =
      part.kind === 'bone' || part.kind === 'whisker'
        ? [this.at(part.u + du, part.from + dk), this.at(part.u + du, part.to + dk)]
        : [this.at(part.u + du, part.row + dk), this.at(part.to + du, part.row + dk)];
    this.bones.push({
      id,
      kind: part.kind,
      unit: part.unit,
      depth: part.depth,
      points: points.map(roundPoint),
      people: part.people,
    });
  }

  /** A point of the sheared grid; row -0.5 at depth 0 is the spine itself. */
  at(u: number, row: number): Point {
    const y = row === -0.5 ? 0 : rowCentre(this.measures, row);
    return { x: this.#origin.x + u - y * SLOPE, y: this.#origin.y + this.#direction * y };
  }

  /** The block's contour, stepped row by row and slanted like its bone. */
  outline(block: Block, du: number, dk: number): Point[] {
    const { pitch } = this.measures;
    const left: Point[] = [];
    const right: Point[] = [];
    block.spans.forEach((span, row) => {
      if (span.lo > span.hi) return;
      const y = rowCentre(this.measures, row + dk);
      for (const edge of [y - pitch / 2 + 1, y + pitch / 2 - 1]) {
        const x = (u: number) => this.#origin.x + u + du - y * SLOPE;
        left.push({ x: x(span.lo - TINT_MARGIN), y: this.#origin.y + this.#direction * edge });
        right.push({ x: x(span.hi + TINT_MARGIN), y: this.#origin.y + this.#direction * edge });
      }
    });
    // A tint reaches a little past the cards, and so may past the page.
    const { height, width } = this.page;
    return [...left, ...right.reverse()].map(({ x, y }) =>
      roundPoint({ x: Math.max(0, Math.min(width, x)), y: Math.max(0, Math.min(height, y)) }),
    );
  }
}
