/** Alt and an arrow: what dragging does, by the keyboard. The layout decides what a place means and what is the next one. */
import type { Point, Rect } from '../layout/index.ts';
import type { Direction } from './keyboard.ts';
import type { Surface } from './surface.svelte.ts';

const WAYS: Readonly<Record<Direction, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};
/** Each try goes this much further, as a share of what is moved; the first place that means something is taken. */
const STEP = 0.6;
const TRIES = 14;

/** Moves the cards or the department that are selected by one place; nothing where there is no further one. */
export function shiftSelected(surface: Surface, direction: Direction): void {
  const { index, open, placement } = surface;
  const unit = open.selectedUnit?.id;
  const people = open.selectedPeople.map((person) => person.id);
  const grabbed = people.at(-1);
  if (unit !== undefined) {
    const rect = index?.caption(unit)?.rect;
    if (!rect || placement?.view !== 'fishbone') return;
    const isAbove = surface.toPlacement(middleOf(rect)).y < placement.spine.from.y;
    // Away from the spine there is nothing; towards it lies the other half.
    if (direction === (isAbove ? 'up' : 'down')) return;
    const isAcross = direction === 'up' || direction === 'down';
    const tries = isAcross ? [mirrored(surface, rect, placement.spine.from.y)] : placesAhead(surface, rect, direction);
    tries.some((to) => open.place({ unit, to }));
  } else if (grabbed !== undefined) {
    const rect = surface.rectOf(grabbed);
    if (rect) placesAhead(surface, rect, direction).some((to) => open.place({ people, grabbed, to }));
  }
}

function placesAhead(surface: Surface, rect: Rect, direction: Direction): Point[] {
  const way = WAYS[direction];
  const middle = surface.toPlacement(middleOf(rect));
  return Array.from({ length: TRIES }, (_, i) => ({
    x: middle.x + way.x * rect.width * STEP * (i + 1),
    y: middle.y + way.y * rect.height * STEP * (i + 1),
  }));
}

/** The same place on the other side of the spine. */
function mirrored(surface: Surface, rect: Rect, spineY: number): Point {
  const middle = surface.toPlacement(middleOf(rect));
  return { x: middle.x, y: 2 * spineY - middle.y };
}

function middleOf({ height, width, x, y }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
