/** Which cards Svelte Flow shows, and the node objects it is given: unchanged cards keep their object. */
import type { Node } from '@xyflow/svelte';
import type { Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { CardItem, Scene } from '../scene/index.ts';
import { grow, rectsMeet, type PagePoint } from './bounds.ts';

export interface CardData extends Record<string, unknown> {
  readonly item: CardItem;
  readonly fontFamily: string;
}
export type CardNodeType = Node<CardData, 'card'>;

/** More cards than this in the window are painted on the ground layer instead; mounting components is what costs. */
export const MAX_MOUNTED = 150;
/** Cards whose text would be smaller than this many pixels need no component either. */
const MIN_ZOOM_MOUNTED = 0.12;
/** Screen pixels around the window that are mounted ahead of a pan. */
const MARGIN = 160;

export interface WindowRequest {
  readonly scene: Scene;
  readonly visible: Rect;
  readonly zoom: number;
  /** Always mounted when drawn: what is selected, hovered, dragged or edited. */
  readonly wanted: (person: PersonId) => boolean;
}

/** The cards to mount, in drawing order. */
export function cardsInWindow({ scene, visible, zoom, wanted }: WindowRequest): readonly CardItem[] {
  const near = grow(visible, MARGIN / zoom);
  const cards = scene.items.filter((item): item is CardItem => item.kind === 'card');
  const inWindow = cards.filter((item) => rectsMeet(item.rect, near));
  if (inWindow.length <= MAX_MOUNTED && zoom >= MIN_ZOOM_MOUNTED)
    return cards.filter((item) => rectsMeet(item.rect, near) || wanted(item.person));
  return cards.filter((item) => wanted(item.person)).slice(0, MAX_MOUNTED);
}

export interface NodeState {
  readonly selected: boolean;
  readonly draggable: boolean;
  readonly fontFamily: string;
  /** Where the hand holds it, while dragged. */
  readonly at: PagePoint | null;
}

/** Makes node objects; hands out the same object again while nothing about a card has changed. */
export class NodeCache {
  #nodes = new Map<PersonId, { node: CardNodeType; key: string }>();

  nodeFor(item: CardItem, state: NodeState): CardNodeType {
    const key = JSON.stringify([item, state]);
    const known = this.#nodes.get(item.person);
    if (known?.key === key) return known.node;
    const { x, y, width, height } = item.rect;
    const node: CardNodeType = {
      id: item.person,
      type: 'card',
      position: state.at ? { x: state.at.x, y: state.at.y } : { x, y },
      width,
      height,
      measured: { width, height },
      data: { item, fontFamily: state.fontFamily },
      selected: state.selected,
      draggable: state.draggable,
      dragging: state.at !== null,
      selectable: false,
      connectable: false,
      deletable: false,
      focusable: true,
      ariaRole: 'button',
      ariaLabel: item.title,
      domAttributes: { 'aria-pressed': state.selected, 'aria-roledescription': undefined },
    };
    this.#nodes.set(item.person, { node, key });
    return node;
  }

  /** Forgets cards that are no longer drawn. */
  keepOnly(people: ReadonlySet<PersonId>): void {
    for (const person of this.#nodes.keys()) if (!people.has(person)) this.#nodes.delete(person);
  }
}
