/**
 * What the canvas asks of an open map, without document, storage and layout: the bench measures the canvas alone.
 * The scene is composed by the product's own composeScene, as the open map does it.
 */
import type { PowerMapPlacement } from '../../../src/layout/index.ts';
import type { AccountMap, Person, PersonId } from '../../../src/model/index.ts';
import { composeScene } from '../../../src/scene/index.ts';
import type { OpenMap } from '../../../src/state/index.ts';
import { benchMap, benchPlacement } from './graph.ts';

const LOOK = { language: 'en', theme: 'light' } as const;

class Stage {
  readonly view = 'power-map';
  readonly readOnly = false;
  readonly busy = false;
  readonly peers = [];
  readonly dialog = null;
  readonly editing = null;
  readonly commands = {};
  readonly focus = null;
  readonly presenting = false;
  #map: AccountMap = $state.raw()!;
  #placement: PowerMapPlacement = $state.raw()!;
  #wanted: readonly PersonId[] = $state.raw([]);
  #scene = $derived(composeScene(this.#map, this.#placement, LOOK));
  #selection = $derived(new Set<string>(this.#wanted));

  constructor(people: number) {
    this.#map = benchMap(people);
    this.#placement = benchPlacement(this.#map);
  }

  get map() {
    return this.#map;
  }
  get placement() {
    return this.#placement;
  }
  get scene() {
    return this.#scene;
  }
  get selection() {
    return this.#selection;
  }
  get selectedPeople(): Person[] {
    return this.#wanted.flatMap((id) => this.#map.people.get(id) ?? []);
  }
  get selectedUnit() {
    return null;
  }
  get selectedRelation() {
    return null;
  }
  get selectionKind() {
    return this.#wanted.length > 0 ? 'people' : 'none';
  }
  select(ids: Iterable<string>) {
    this.#wanted = [...ids];
  }
  clearSelection() {
    this.#wanted = [];
  }
  sendCursor() {}
  inspect() {}
  gesture(run: () => void) {
    run();
  }
  toggleFold() {}
  isFolded() {
    return false;
  }
  place() {
    return false;
  }
  valuesAt() {
    return null;
  }

  /** A colleague drags one card to a free place: one card and its links have other coordinates, nothing else. */
  moveOne(turn: number) {
    const { cards, links } = this.#placement;
    const at = (turn * 37) % cards.length;
    const card = cards[at]!;
    const by = turn % 2 === 0 ? 12 : -12;
    const moved = cards.slice();
    moved[at] = { ...card, rect: { ...card.rect, y: card.rect.y + by } };
    const lines = links.map((link) => {
      if (link.from !== card.person && link.to !== card.person) return link;
      const points = link.points.slice();
      const end = link.from === card.person ? 0 : points.length - 1;
      points[end] = { x: points[end]!.x, y: points[end]!.y + by };
      return { ...link, points };
    });
    this.#placement = { ...this.#placement, cards: moved, links: lines };
  }
}

export type BenchStage = Stage;

export function createStage(people: number): BenchStage {
  return new Stage(people);
}

/** The canvas knows the open map by its class; the stage offers the part of it that the canvas uses. */
export function asOpenMap(stage: BenchStage): OpenMap {
  return stage as unknown as OpenMap;
}
