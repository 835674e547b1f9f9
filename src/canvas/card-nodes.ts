/** Which cards Svelte Flow shows, and the node objects it is given: unchanged cards keep their object. */
import type { Node } from '@xyflow/svelte';
import type { Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { CardItem } from '../scene/index.ts';
import { grow, rectsMeet, type PagePoint } from './bounds.ts';
import type { SceneIndex } from './scene-index.ts';

export interface CardData extends Record<string, unknown> {
  readonly item: CardItem;
  readonly fontFamily: string;
}
export type CardNodeType = Node<CardData, 'card'>;

/** More cards than this in the window are painted on the ground layer instead; mounting components is what costs. */
const MAX_MOUNTED = 150;
/** Cards whose text would be smaller than this many pixels need no component either. */
const MIN_ZOOM_MOUNTED = 0.12;
/** Screen pixels around the window that are mounted ahead of a pan. */
const MARGIN = 120;

export interface WindowRequest {
  readonly index: SceneIndex;
  readonly visible: Rect;
  readonly zoom: number;
  /** Always mounted when drawn: what is selected, hovered, dragged or edited. */
  readonly wanted: ReadonlySet<PersonId>;
}

/** The cards to mount, in drawing order; wanted ones outside of the window come last. */
export function cardsInWindow({ index, visible, wanted, zoom }: WindowRequest): readonly CardItem[] {
  const extra = [...wanted].flatMap((person) => index.card(person) ?? []).slice(0, MAX_MOUNTED);
  if (zoom < MIN_ZOOM_MOUNTED) return extra;
  const near = grow(visible, MARGIN / zoom);
  const cards: CardItem[] = [];
  for (const item of index.within(near)) {
    if (item.kind !== 'card' || !rectsMeet(item.rect, near)) continue;
    if (cards.push(item) > MAX_MOUNTED) return extra;
  }
  return [...cards, ...extra.filter((item) => !rectsMeet(item.rect, near))];
}

export interface NodeState {
  readonly selected: boolean;
  readonly draggable: boolean;
  readonly fontFamily: string;
  /** Outside of the spotlight. */
  readonly dimmed: boolean;
  /** On its way over the ground, which paints it meanwhile. */
  readonly hidden: boolean;
  /** Where the hand holds it, while dragged. */
  readonly at: PagePoint | null;
}

/** Makes node objects; hands out the same object again while nothing about a card has changed. */
export class NodeCache {
  #nodes = new Map<PersonId, { readonly node: CardNodeType; readonly item: CardItem; readonly state: NodeState }>();

  nodeFor(item: CardItem, state: NodeState): CardNodeType {
    const known = this.#nodes.get(item.person);
    if (known && known.item === item && isSameState(known.state, state)) return known.node;
    const { x, y, width, height } = item.rect;
    const node: CardNodeType = {
      id: item.person,
      type: 'card',
      position: state.at ? { x: state.at.x, y: state.at.y } : { x, y },
      width,
      height,
      measured: { width, height },
      data: { item, fontFamily: state.fontFamily },
      class: state.hidden ? 'gliding' : state.dimmed ? 'dimmed' : '',
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
    this.#nodes.set(item.person, { node, item, state });
    return node;
  }

  /** Forgets cards that are no longer drawn. */
  keepOnly(people: ReadonlySet<PersonId>): void {
    for (const person of this.#nodes.keys()) if (!people.has(person)) this.#nodes.delete(person);
  }
}

function isSameState(a: NodeState, b: NodeState): boolean {
  return (
    a.selected === b.selected &&
    a.draggable === b.draggable &&
    a.fontFamily === b.fontFamily &&
    a.dimmed === b.dimmed &&
    a.hidden === b.hidden &&
    a.at?.x === b.at?.x &&
    a.at?.y === b.at?.y
  );
}
