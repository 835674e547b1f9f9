/**
 * Where everything of a scene is: a grid over the items' boxes, built once per scene, so that a frame or a pointer asks
 * only for what is near. A scene that differs in a few items is taken in by changing those.
 */
import type { PersonId, RelationId, UnitId } from '../model/index.ts';
import type { Rect } from '../layout/index.ts';
import type { CaptionItem, CardItem, LinkItem, Scene, SceneItem } from '../scene/index.ts';
import { distanceToLine, isInside, itemBounds, type Hit, type PagePoint } from './bounds.ts';

/** Page units; about four dense cards wide. */
const CELL = 400;
/** Items that lie over more cells than this are few, and asked one by one. */
const MANY_CELLS = 32;
/** More changed items than this share of all: the grid is made anew. */
const MAX_PATCHED = 0.05;

export class SceneIndex {
  readonly scene: Scene;
  readonly #cards = new Map<PersonId, CardItem>();
  readonly #captions = new Map<UnitId, CaptionItem>();
  readonly #links = new Map<RelationId, LinkItem>();
  #cells = new Map<number, number[]>();
  #large: number[] = [];
  #boxes: Float64Array;
  #seen: Uint32Array;
  #turn = 0;
  #linksOf: Map<PersonId, LinkItem[]> | null = null;

  /** @param before of the scene before this one; it must not be asked any more when this returns. */
  constructor(scene: Scene, before: SceneIndex | null = null) {
    this.scene = scene;
    const changed = before && before.#differences(scene);
    if (changed) {
      this.#cards = before.#cards;
      this.#captions = before.#captions;
      this.#links = before.#links;
      this.#cells = before.#cells;
      this.#large = before.#large;
      this.#boxes = before.#boxes;
      this.#seen = before.#seen;
      this.#turn = before.#turn;
      for (const at of changed) this.#replace(at, before.scene.items[at]!, scene.items[at]!);
      return;
    }
    this.#boxes = new Float64Array(scene.items.length * 4);
    this.#seen = new Uint32Array(scene.items.length);
    scene.items.forEach((item, at) => this.#add(at, item));
  }

  /** In the order of the scene as a whole, or of older ones patched since. */
  get cards(): ReadonlyMap<PersonId, CardItem> {
    return this.#cards;
  }
  card(person: PersonId): CardItem | undefined {
    return this.#cards.get(person);
  }
  caption(unit: UnitId): CaptionItem | undefined {
    return this.#captions.get(unit);
  }
  link(relation: RelationId): LinkItem | undefined {
    return this.#links.get(relation);
  }

  /** The drawn links that begin or end at a person. */
  linksOf(person: PersonId): readonly LinkItem[] {
    if (!this.#linksOf) {
      this.#linksOf = new Map();
      for (const link of this.#links.values())
        for (const end of new Set([link.from, link.to])) {
          const known = this.#linksOf.get(end);
          if (known) known.push(link);
          else this.#linksOf.set(end, [link]);
        }
    }
    return this.#linksOf.get(person) ?? [];
  }

  /** The items whose boxes meet a rect, in drawing order. */
  within(rect: Rect): SceneItem[] {
    const { items } = this.scene;
    const found: SceneItem[] = [];
    const [left, top, right, bottom] = cellsOf(rect);
    if ((right - left + 1) * (bottom - top + 1) > this.#cells.size / 3) {
      for (let at = 0; at < items.length; at++) if (this.#meets(at, rect)) found.push(items[at]!);
      return found;
    }
    const turn = ++this.#turn;
    const near: number[] = [];
    const take = (at: number) => {
      if (this.#seen[at] === turn) return;
      this.#seen[at] = turn;
      if (this.#meets(at, rect)) near.push(at);
    };
    this.#large.forEach(take);
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++) this.#cells.get(cellKey(column, row))?.forEach(take);
    near.sort((a, b) => a - b);
    for (const at of near) found.push(items[at]!);
    return found;
  }

  /**
   * What lies under a point: a card, then a department's caption, then the nearest link within `tolerance`.
   * Drawn later wins among cards and captions.
   */
  hit(point: PagePoint, tolerance: number): Hit | null {
    const reach = { x: point.x - tolerance, y: point.y - tolerance, width: 2 * tolerance, height: 2 * tolerance };
    let caption: Hit | null = null;
    let link: Hit | null = null;
    let nearest = tolerance;
    const items = this.within(reach);
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i]!;
      if (item.kind === 'card' && isInside(item.rect, point)) return { kind: 'card', id: item.person };
      if (item.kind === 'caption' && !caption && isInside(item.rect, point)) caption = { kind: 'unit', id: item.unit };
      if (item.kind !== 'link') continue;
      const distance = distanceToLine(item.points, point);
      if (distance > nearest || (distance === nearest && link)) continue;
      nearest = distance;
      link = { kind: 'relation', id: item.relation };
    }
    return caption ?? link;
  }

  #meets(at: number, rect: Rect): boolean {
    const boxes = this.#boxes;
    const i = at * 4;
    return (
      boxes[i]! <= rect.x + rect.width &&
      rect.x <= boxes[i + 2]! &&
      boxes[i + 1]! <= rect.y + rect.height &&
      rect.y <= boxes[i + 3]!
    );
  }

  /** The places where a scene has another item; null = too many, or not place by place. */
  #differences({ items }: Scene): number[] | null {
    const own = this.scene.items;
    if (items.length !== own.length) return null;
    const most = Math.max(8, items.length * MAX_PATCHED);
    const changed: number[] = [];
    for (let at = 0; at < items.length; at++) {
      if (items[at] === own[at]) continue;
      if (changed.push(at) > most || keyOf(items[at]!) !== keyOf(own[at]!)) return null;
    }
    return changed;
  }

  #replace(at: number, old: SceneItem, item: SceneItem): void {
    const cells = this.#cellsAt(at);
    if (cells === null) this.#large = this.#large.filter((other) => other !== at);
    else
      for (const key of cells)
        this.#cells.set(
          key,
          this.#cells.get(key)!.filter((other) => other !== at),
        );
    if (old.kind === 'card') this.#cards.delete(old.person);
    this.#add(at, item);
  }

  #add(at: number, item: SceneItem): void {
    if (item.kind === 'card') this.#cards.set(item.person, item);
    else if (item.kind === 'caption') this.#captions.set(item.unit, item);
    else if (item.kind === 'link') this.#links.set(item.relation, item);
    const { height, width, x, y } = itemBounds(item);
    this.#boxes.set([x, y, x + width, y + height], at * 4);
    const cells = this.#cellsAt(at);
    if (cells === null) {
      this.#large.push(at);
      return;
    }
    for (const key of cells) {
      const cell = this.#cells.get(key);
      if (cell) cell.push(at);
      else this.#cells.set(key, [at]);
    }
  }

  /** The cells an item lies over; null = many. */
  #cellsAt(at: number): number[] | null {
    const [x = 0, y = 0, right = 0, lower = 0] = this.#boxes.subarray(at * 4, at * 4 + 4);
    const [left, top, last, bottom] = cellsOf({ x, y, width: right - x, height: lower - y });
    if ((last - left + 1) * (bottom - top + 1) > MANY_CELLS) return null;
    const keys: number[] = [];
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= last; column++) keys.push(cellKey(column, row));
    return keys;
  }
}

function cellsOf({ height, width, x, y }: Rect): [left: number, top: number, right: number, bottom: number] {
  return [Math.floor(x / CELL), Math.floor(y / CELL), Math.floor((x + width) / CELL), Math.floor((y + height) / CELL)];
}

/** Unique for pages of up to 400,000 rows of cells. */
function cellKey(column: number, row: number): number {
  return column * 1e6 + row;
}

/** Two items of one key are the same thing, drawn another way. */
function keyOf(item: SceneItem): string {
  switch (item.kind) {
    case 'card':
      return `card ${item.person}`;
    case 'caption':
      return `caption ${item.unit}`;
    case 'link':
      return `link ${item.relation} ${item.from} ${item.to}`;
    default:
      return item.kind;
  }
}
