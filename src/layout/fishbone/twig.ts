/** A sub-department on a twig beside its bone, in the forms it may take. Sides: -1 left, +1 right of the bone at u = 0. */
import { Contour, finishBlock, limitText, type Block, type Limit, type Part } from './block.ts';
import type { Measures } from './measures.ts';
import type { Branch } from './organisation.ts';

export type Side = -1 | 1;

/** Where on its twig something of a width starts, counted outward from the bone; mirrored for the left side. */
class Twig {
  readonly contour = new Contour();
  readonly parts: Part[] = [];

  constructor(
    readonly measures: Measures,
    readonly branch: Branch,
    readonly side: Side,
  ) {}

  /** Left edge in u of a box that starts `from` away from the bone. */
  private edge(from: number, width: number): number {
    return this.side === 1 ? from : -from - width;
  }

  box(row: number, from: number, width: number): number {
    const u = this.edge(from, width);
    this.contour.add(row, u, u + width);
    return u;
  }

  card(index: number, row: number, from: number): void {
    const person = this.branch.people[index]!;
    const u = this.box(row, from, this.measures.cardWidth);
    this.parts.push({ kind: 'card', person, row, u, leader: person === this.branch.leader });
  }

  pill(row: number, from: number): void {
    const { depth, pillWidth, unit } = this.branch;
    const u = this.box(row, from, pillWidth);
    this.parts.push({ kind: 'pill', unit: unit!, depth, row, u, width: pillWidth });
  }

  line(row: number, until: number, people: readonly string[]): void {
    this.contour.add(row, Math.min(0, this.side * until), Math.max(0, this.side * until));
    this.parts.unshift({
      kind: 'twig',
      unit: this.branch.unit,
      depth: this.branch.depth,
      row,
      u: 0,
      to: this.side * until,
      people,
    });
  }

  whisker(from: number, width: number, to: number, people: readonly string[]): void {
    if (to > 0)
      this.parts.unshift({
        kind: 'whisker',
        unit: this.branch.unit,
        depth: this.branch.depth,
        u: this.edge(from, width) + width / 2,
        from: 0,
        to,
        people,
      });
  }

  finish(form: string, children: Block['children'] = []): Block {
    return finishBlock({
      form,
      unit: this.branch.unit,
      depth: this.branch.depth,
      side: this.side,
      spans: this.contour.spans,
      parts: this.parts,
      children,
    });
  }
}

/** People in columns over the twig; the pill at the reading start: outermost on the left, next to the bone on the right. */
export function gridTwig(measures: Measures, branch: Branch, side: Side, columns: number): Block {
  const twig = new Twig(measures, branch, side);
  const { cardWidth, clear, gap } = measures;
  const count = branch.people.length;
  const step = cardWidth + gap;
  const first = clear + gap * 0.6;
  const cards = side === 1 ? first + branch.pillWidth + gap * 0.7 : first;
  const rows = Math.ceil(count / columns);
  for (let i = 0; i < count; i++) {
    const column = i % columns;
    // The leader stands next to the pill, on either side.
    twig.card(i, Math.floor(i / columns), cards + (side === 1 ? column : columns - 1 - column) * step);
  }
  twig.pill(0, side === 1 ? first : first + columns * step - gap + gap * 0.7);
  for (let column = 0; column < columns; column++) {
    const members = branch.people.filter((_, i) => i % columns === column);
    const at = cards + (side === 1 ? column : columns - 1 - column) * step;
    twig.whisker(at, cardWidth, members.length - 1, members);
  }
  const end = side === 1 ? cards + (columns - 1) * step : first + columns * step;
  twig.line(0, end, branch.people.slice(0, columns));
  return twig.finish(`g${rows === 0 ? 0 : columns}`);
}

/** Narrow: the pill is the first bead on the twig, people stand in columns outward of it. */
export function stackTwig(measures: Measures, branch: Branch, side: Side, columns: number): Block {
  const twig = new Twig(measures, branch, side);
  const { cardWidth, clear, gap } = measures;
  const first = clear + gap * 0.6;
  const step = cardWidth + gap;
  const people = branch.people;
  const middle = first + (Math.min(columns, people.length) * step - gap) / 2;
  const pillFrom = Math.max(first, middle - branch.pillWidth / 2);
  people.forEach((_, i) => twig.card(i, 1 + Math.floor(i / columns), first + (i % columns) * step));
  twig.pill(0, pillFrom);
  for (let column = 0; column < Math.min(columns, people.length); column++) {
    const members = people.filter((_, i) => i % columns === column);
    twig.whisker(first + column * step, cardWidth, members.length, members);
  }
  const last = first + (Math.min(columns, people.length) - 1) * step + cardWidth / 2;
  twig.line(0, Math.max(pillFrom + branch.pillWidth / 2, last), []);
  return twig.finish(`s${columns}`);
}

/** A short twig with pill and leader, then a second bone parallel to the first that holds all others. `inner` is built around u = 0. */
export function elbowTwig(measures: Measures, branch: Branch, side: Side, inner: Block): Block {
  const twig = new Twig(measures, branch, side);
  const { cardWidth, clear, gap } = measures;
  const first = clear + gap * 0.6;
  const hasLeader = branch.leader !== null;
  const leaderFrom = side === 1 ? first + branch.pillWidth + gap * 0.7 : first;
  const pillFrom = side === 1 ? first : first + (hasLeader ? cardWidth + gap * 0.7 : 0);
  const beads = first + branch.pillWidth + (hasLeader ? cardWidth + gap * 0.7 : 0);
  let away = beads + clear + gap * 0.6;
  for (const span of inner.spans)
    if (span.lo <= span.hi) away = Math.max(away, (side === 1 ? -span.lo : span.hi) + clear + gap);
  if (hasLeader) twig.card(0, 0, leaderFrom);
  twig.pill(0, pillFrom);
  twig.line(0, away, hasLeader ? [branch.people[0]!] : []);
  twig.contour.addBlock(inner, side * away, 1);
  return twig.finish(`e${inner.form}`, [{ block: inner, du: side * away, dk: 1 }]);
}

/**
 * Wide and low: own people in columns at the bone's side of the twig, then every sub-department as a bone that stands
 * on the twig, packed outward by contour. `standing` are those bones, each built around u = 0 from its row 1 on the twig.
 */
export function combTwig(
  measures: Measures,
  branch: Branch,
  side: Side,
  { columns, limit, standing }: { columns: number; limit: Limit; standing: readonly Block[] },
): Block {
  const twig = new Twig(measures, branch, side);
  const { cardWidth, clear, gap } = measures;
  const step = cardWidth + gap;
  let from = clear + gap * 0.6;
  if (side === 1) {
    twig.pill(0, from);
    from += branch.pillWidth + gap * 0.7;
  }
  const used = Math.min(columns, branch.people.length);
  // As in the grid, the leader is at the pill's end: so nobody changes places when the first sub-department comes.
  const column = (i: number) => (side === 1 ? i % columns : Math.max(1, used) - 1 - (i % columns));
  branch.people.forEach((_, i) => twig.card(i, Math.floor(i / columns), from + column(i) * step));
  for (let place = 0; place < used; place++) {
    const members = branch.people.filter((_, i) => i % columns === place);
    twig.whisker(from + column(place) * step, cardWidth, members.length - 1, members);
  }
  let end = from + Math.max(0, used - 1) * step;
  const children: { block: Block; du: number; dk: number }[] = [];
  for (const block of standing) {
    end = outwardOf(measures, twig.contour, side, block);
    twig.contour.addBlock(block, side * end, 1);
    twig.contour.add(0, side * end - clear, side * end + clear);
    children.push({ block, du: side * end, dk: 1 });
  }
  if (side === -1) {
    const row = twig.contour.spans[0] ?? { lo: 0 };
    end = Math.max(from, gap * 0.7 - row.lo);
    twig.pill(0, end);
  }
  twig.line(0, end, branch.people.slice(0, used));
  return twig.finish(`c${columns}.${limitText(limit)}`, children);
}

/** The nearest distance from the bone at which a standing block clears what is on the twig already, and its bone row 0. */
function outwardOf(measures: Measures, contour: Contour, side: Side, block: Block): number {
  const { clear, gap } = measures;
  const air = gap * 1.2;
  let away = clear * 2 + gap;
  const row0 = contour.spans[0];
  if (row0) away = Math.max(away, (side === 1 ? row0.hi : -row0.lo) + clear + gap * 0.4);
  block.spans.forEach((span, row) => {
    if (span.lo > span.hi) return;
    const inner = side === 1 ? -span.lo : span.hi;
    // The bone that the twig hangs on passes every row at u = 0.
    away = Math.max(away, inner + clear + air);
    const placed = contour.spans[row + 1];
    if (placed && placed.lo <= placed.hi) away = Math.max(away, inner + (side === 1 ? placed.hi : -placed.lo) + air);
  });
  return away;
}
