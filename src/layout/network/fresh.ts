/** A network from nothing: each part on its own, then all packed into one page. */
import type { AccountMap, PersonId } from '../../model/index.ts';
import type { Point } from '../types.ts';
import { componentsOf, type Component } from './components.ts';
import { pullTogether } from './forces.ts';
import { improvePlaces } from './improve.ts';
import { onLattice } from './lattice.ts';
import { packParts } from './pack.ts';
import { Places, type Box, type Gap } from './places.ts';
import type { Size } from './sizes.ts';
import { startPoints } from './starts.ts';
import type { Ties } from './ties.ts';

export interface FreshInput {
  readonly map: AccountMap;
  readonly sizes: ReadonlyMap<PersonId, Size>;
  readonly ties: Ties;
  readonly gap: Gap;
  readonly cell: Gap;
  /** Lattice that all cards' centres stand on. */
  readonly step: Gap;
  /** Wanted width ÷ height of the whole. */
  readonly aspect: number;
}

/** Share of a part's room that its cells fill. */
const FILL = 0.62;

/** Centres of all tied people, keeping the gap. The origin means nothing. */
export function arrangeFresh(input: FreshInput): ReadonlyMap<PersonId, Point> {
  const components = componentsOf(input.ties);
  const parts = components.map((component) => ({ boxes: arrangePart(component, input), ties: component.ties }));
  const shifts = packParts(parts, input);
  const centres = new Map<PersonId, Point>();
  components.forEach(({ tied }, i) =>
    tied.forEach((id, k) => {
      const { x, y } = parts[i]!.boxes[k]!;
      centres.set(id, { x: x + shifts[i]!.x, y: y + shifts[i]!.y });
    }),
  );
  return centres;
}

function arrangePart(component: Component, { cell, gap, map, sizes, step, aspect }: FreshInput): Box[] {
  const { tied, ties } = component;
  const pulled = pullTogether({
    starts: startPoints(map, tied),
    ties,
    fixed: new Map(),
    centre: { x: 0, y: 0 },
  });
  const cards = tied.map((id) => sizes.get(id)!);
  const area = cards.reduce((sum, { height, width }) => sum + (width + gap.x) * (height + gap.y), 0) / FILL;
  const height = Math.max(2 * cell.y, Math.sqrt(area / aspect));
  const room = { width: height * aspect, height };
  const wanted = stretched(pulled, room);
  const places = new Places();
  const boxes = new Array<Box>(tied.length);
  // From the middle outwards, so that whoever has to give way goes to where there is room.
  const away = (i: number) => Math.abs(wanted[i]!.x) / cell.x + Math.abs(wanted[i]!.y) / cell.y;
  for (const i of [...tied.keys()].sort((a, b) => away(a) - away(b) || a - b)) {
    const { height: h, width: w } = cards[i]!;
    const at = places.nearestFree(cards[i]!, onLattice(wanted[i]!, step), { gap, step });
    boxes[i] = { x: at.x, y: at.y, width: w, height: h };
    places.add(boxes[i]);
  }
  const better = improvePlaces({ boxes, ties, movable: [...tied.keys()], gap, cell, step });
  return boxes.map((box, i) => ({ ...box, ...better[i]! }));
}

/** Stretched to fill a room of this size around (0, 0), and evened out half-way: forces leave the middle crowded. */
function stretched(points: readonly Point[], room: { width: number; height: number }): Point[] {
  const fit = (values: readonly number[], length: number) => {
    const order = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
    const [low, high] = [values[order[0]!]!, values[order.at(-1)!]!];
    const fitted = new Array<number>(values.length).fill(0);
    if (high > low)
      order.forEach((at, rank) => {
        const share = (values[at]! - low) / (high - low);
        fitted[at] = ((share + rank / (values.length - 1)) / 2 - 0.5) * length;
      });
    return fitted;
  };
  const xs = fit(
    points.map(({ x }) => x),
    room.width,
  );
  const ys = fit(
    points.map(({ y }) => y),
    room.height,
  );
  return points.map((_, i) => ({ x: xs[i]!, y: ys[i]! }));
}
