/** What the hand holds, asked of the placement and the scene: where it would go, and what of that is shown. */
import type { Placement, Rect } from '../layout/index.ts';
import type { Scene } from '../scene/index.ts';
import type { OpenMap } from '../state/index.ts';
import { isInside, type PagePoint } from './bounds.ts';
import { cardOf } from './card-lookup.ts';
import { dropTarget, type DropTarget } from './drop-target.ts';
import type { CardDrag, LinkDrag, PillDrag } from './hand.svelte.ts';
import type { SceneIndex } from './scene-index.ts';

/** What is asked of the drawing surface here. */
export interface Held {
  readonly open: OpenMap;
  readonly scene: Scene | null;
  readonly placement: Placement | null;
  readonly index: SceneIndex | null;
  readonly drag: CardDrag | null;
  readonly pill: PillDrag | null;
  readonly link: LinkDrag | null;
  readonly drop: DropTarget | null;
  toPlacement(point: PagePoint): PagePoint;
}

/** Where the dragged cards would go now. Asked in every frame: costs the cards in the hand, not those of the map. */
export function dropOf(surface: Omit<Held, 'drop' | 'link' | 'pill'>): DropTarget | null {
  const { drag, index, open, placement, scene } = surface;
  if (!drag || !placement || !scene || !index) return null;
  const own = [...drag.people.keys()].flatMap((person) => cardOf(placement, person) ?? []);
  const corner = drag.people.get(drag.grabbed);
  const size = index.card(drag.grabbed)?.rect;
  if (!corner || !size) return null;
  const { x, y } = scene.drawing;
  const cardAt = (point: PagePoint) => {
    const page = { x: point.x + x, y: point.y + y };
    const items = index.within({ ...page, width: 0, height: 0 });
    const found = items.find(
      (item) => item.kind === 'card' && !drag.people.has(item.person) && isInside(item.rect, page, 2),
    );
    return found?.kind === 'card' ? found.person : null;
  };
  return dropTarget(
    { map: open.map, placement, cardAt, valuesAt: (at) => open.valuesAt(at) },
    {
      own,
      grabbed: drag.grabbed,
      pointer: surface.toPlacement(drag.pointer),
      centre: surface.toPlacement({ x: corner.x + size.width / 2, y: corner.y + size.height / 2 }),
    },
  );
}

/** Person or unit that what is held would go to. */
export function dropIdOf({ drop, link }: Pick<Held, 'drop' | 'link'>): string | null {
  return link?.target ?? (drop?.kind === 'boss' ? drop.person : drop?.kind === 'unit' ? drop.unit : null);
}

/** The place that what is held would go to, in page units. */
export function dropRectOf({
  drop,
  index,
  pill,
  scene,
}: Pick<Held, 'drop' | 'index' | 'pill' | 'scene'>): { readonly rect: Rect; readonly isSlot: boolean } | null {
  const caption = pill && index?.caption(pill.unit)?.rect;
  if (pill && caption)
    return { rect: { ...caption, x: caption.x + pill.by.x, y: caption.y + pill.by.y }, isSlot: true };
  if (!scene || !drop || drop.kind === 'boss' || drop.kind === 'unit') return null;
  const { x, y } = scene.drawing;
  return { rect: { ...drop.rect, x: drop.rect.x + x, y: drop.rect.y + y }, isSlot: drop.kind === 'slot' };
}
