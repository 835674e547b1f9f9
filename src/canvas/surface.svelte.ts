/**
 * The view model of the drawing surface: what the pointer is doing, which cards are mounted, what the ground layer has
 * to paint. Session state of one canvas; the map, the picture and the selection belong to OpenMap.
 */
import type { Placement, Rect } from '../layout/index.ts';
import type { PersonId } from '../model/index.ts';
import type { CardItem, Scene } from '../scene/index.ts';
import type { OpenMap } from '../state/index.ts';
import { hitTest, rectsMeet, type Hit, type PagePoint } from './bounds.ts';
import { Camera, MOVE_MS } from './camera.svelte.ts';
import { cardsInWindow, NodeCache, type CardNodeType } from './card-nodes.ts';
import { dropTarget, type DropTarget } from './drop-target.ts';
import { Motion } from './motion.svelte.ts';
import type { Insets, Size } from './view-box.ts';

/** Cards held by the pointer, and where. */
export interface CardDrag {
  readonly people: ReadonlyMap<PersonId, PagePoint>;
  readonly pointer: PagePoint;
}
/** A relation being drawn from a card's edge. */
export interface LinkDrag {
  readonly from: PersonId;
  readonly start: PagePoint;
  readonly to: PagePoint;
  readonly target: PersonId | null;
}
/** Ends of a new relation whose kind is still to be chosen. */
export interface KindChoice {
  readonly from: PersonId;
  readonly to: PersonId;
  readonly at: PagePoint;
}

const LINK_TOLERANCE_PX = 6;
/** A change of the map moves cards this fast, a change of view a little slower. */
const REARRANGE_MS = 200;
/** Growth of the number of cards from which a picture counts as another one. */
const MUCH_LARGER = 1.5;
const NO_RECTS: ReadonlyMap<PersonId, Rect> = new Map();
const NO_PEOPLE: ReadonlySet<PersonId> = new Set();

export class Surface {
  readonly open: OpenMap;
  readonly camera: Camera;
  readonly motion = new Motion();
  #hovered: Hit | null = $state.raw(null);
  #drag: CardDrag | null = $state.raw(null);
  #link: LinkDrag | null = $state.raw(null);
  #choice: KindChoice | null = $state.raw(null);
  #band: Rect | null = $state.raw(null);
  /** Without people whom a colleague removed meanwhile; null when nobody is left. */
  #held: CardDrag | null = $derived.by(() => {
    const drag = this.#drag;
    if (!drag) return null;
    const people = new Map([...drag.people].filter(([person]) => this.open.map.people.has(person)));
    return people.size === 0 ? null : { ...drag, people };
  });
  #focused: PersonId | null = $state(null);
  /** The scene shown last and where its cards stood; not reactive. */
  #shown: { scene: Scene; rects: ReadonlyMap<PersonId, Rect> } | null = null;
  #isPressed = false;
  #cache = new NodeCache();
  #lastItems: readonly CardItem[] = [];

  /** Where the scene has every card. */
  #rects: ReadonlyMap<PersonId, Rect> = $derived(this.scene ? cardRects(this.scene) : NO_RECTS);
  #items: readonly CardItem[] = $derived.by(() => this.#itemsToMount());
  #nodes: CardNodeType[] = $derived.by(() => this.#toNodes());
  #mounted: ReadonlySet<PersonId> = $derived(
    this.motion.active ? NO_PEOPLE : new Set(this.#items.map((item) => item.person)),
  );
  #drop: DropTarget | null = $derived.by(() => this.#dropTarget());

  constructor(open: OpenMap, insets: () => Partial<Insets>) {
    this.open = open;
    this.camera = new Camera(insets);
  }

  get scene(): Scene | null {
    return this.open.scene;
  }
  get placement(): Placement | null {
    return this.open.placement;
  }
  /** What Svelte Flow is given. */
  get nodes(): CardNodeType[] {
    return this.#nodes;
  }
  get mounted(): ReadonlySet<PersonId> {
    return this.#mounted;
  }
  get hovered(): Hit | null {
    return this.#hovered;
  }
  get drag(): CardDrag | null {
    return this.#held;
  }
  /** Where the dragged cards would go now. */
  get drop(): DropTarget | null {
    return this.#drop;
  }
  get link(): LinkDrag | null {
    return this.#link;
  }
  get choice(): KindChoice | null {
    return this.#choice;
  }
  set choice(choice: KindChoice | null) {
    this.#choice = choice;
  }
  /** The rubber band, in screen pixels. */
  get band(): Rect | null {
    return this.#band;
  }
  set band(band: Rect | null) {
    this.#band = band;
  }
  /** The card that has the keyboard focus. */
  get focused(): PersonId | null {
    return this.#focused;
  }
  set focused(person: PersonId | null) {
    this.#focused = person;
  }

  /** Where a card stands in the picture; null when it is not drawn. */
  rectOf(person: PersonId): Rect | null {
    return this.#rects.get(person) ?? null;
  }

  /** A panel opened or the window changed: what is selected stays in sight; the rest stands still. */
  resize(size: Size): void {
    const before = this.camera.size;
    this.camera.resize(size);
    if (before.width === 0 || (before.width === size.width && before.height === size.height)) return;
    this.keepInSight();
  }

  /** Brings the selected card out from under a panel; a flight under way is left to arrive. */
  keepInSight(): void {
    if (this.#isPressed || this.camera.moving || !this.camera.ready) return;
    const person = this.open.selectedPeople.at(-1);
    const rect = person && this.rectOf(person.id);
    if (rect) this.camera.reveal(rect);
  }

  /** The pointer is down on a card: the picture holds still under it. */
  press(): void {
    this.#isPressed = true;
  }

  release(): void {
    if (!this.#isPressed) return;
    this.#isPressed = false;
    this.keepInSight();
  }

  hitAt(point: PagePoint): Hit | null {
    return this.scene ? hitTest(this.scene, point, LINK_TOLERANCE_PX / this.camera.viewport.zoom) : null;
  }

  hover(point: PagePoint | null): void {
    const hit = point && !this.#drag && !this.#link ? this.hitAt(point) : null;
    if (hit?.id !== this.#hovered?.id || hit?.kind !== this.#hovered?.kind) this.#hovered = hit;
  }

  /** Follows Svelte Flow's positions while cards are dragged. */
  dragTo(people: ReadonlyMap<PersonId, PagePoint>, pointer: PagePoint): void {
    this.#hovered = null;
    this.#drag = { people, pointer };
  }

  /** Ends a drag: the cards go back to their places (or on to new ones, when the caller changed the map). */
  endDrag(): void {
    if (!this.#drag) return;
    const from = new Map(this.#currentRects());
    for (const [person, at] of this.#drag.people) {
      const rect = from.get(person);
      if (rect) from.set(person, { ...rect, x: at.x, y: at.y });
    }
    this.#drag = null;
    this.motion.start(from, REARRANGE_MS);
  }

  startLink(from: PersonId, start: PagePoint): void {
    this.#link = { from, start, to: start, target: null };
  }

  moveLink(to: PagePoint): void {
    if (!this.#link) return;
    const hit = this.hitAt(to);
    const target = hit?.kind === 'card' && hit.id !== this.#link.from ? hit.id : null;
    this.#link = { ...this.#link, to, target };
  }

  /** Lets a drawn relation go: over another card its kind is asked for, elsewhere nothing happens. */
  endLink(): void {
    const link = this.#link;
    this.#link = null;
    if (link?.target) this.#choice = { from: link.from, to: link.target, at: link.to };
  }

  cancelLink(): void {
    this.#link = null;
  }

  /** People whose cards meet a rect of the page. */
  peopleIn(rect: Rect): PersonId[] {
    return [...this.#rects].filter(([, card]) => rectsMeet(card, rect)).map(([person]) => person);
  }

  fit(options: { readonly animate: boolean }): void {
    if (this.scene) this.camera.fit(this.scene.drawing, options);
  }

  /** Takes a new scene: fits the first one, flies to another view, and lets cards that moved glide. */
  show(scene: Scene): void {
    const before = this.#shown;
    const from = this.#currentRects();
    const rects = cardRects(scene);
    this.#shown = { scene, rects };
    if (!before || before.rects.size === 0) {
      this.camera.fit(scene.drawing, { animate: false });
      return;
    }
    if (before.scene.view !== scene.view) {
      this.motion.start(from, MOVE_MS);
      this.camera.fit(scene.drawing, { animate: true });
      return;
    }
    // A shared map arrives in pieces, a list is imported: whoever has not moved the window yet wants to see all of it.
    if (!this.camera.isTouched && rects.size > before.rects.size * MUCH_LARGER) {
      this.motion.start(from, REARRANGE_MS);
      this.camera.fit(scene.drawing, { animate: true });
      return;
    }
    const shift = commonShift(before.rects, rects);
    if (shift.x !== 0 || shift.y !== 0) this.camera.shift(shift);
    const moved = shifted(from, shift);
    const anyMoved = [...rects].some(([person, rect]) => isFar(moved.get(person), rect));
    if (anyMoved) this.motion.start(moved, REARRANGE_MS);
    // A new card may stand where nobody looks.
    const written = this.open.editing;
    if (written && !before.rects.has(written.person)) this.keepInSight();
  }

  destroy(): void {
    this.camera.destroy();
    this.motion.destroy();
  }

  /** Where every card is drawn at this moment. */
  #currentRects(): ReadonlyMap<PersonId, Rect> {
    const rects = this.#shown?.rects ?? new Map<PersonId, Rect>();
    if (!this.motion.active) return rects;
    return new Map([...rects].map(([person, rect]) => [person, this.motion.rectOf(person, rect)]));
  }

  /** While the window moves, what is mounted stays: new cards are painted until it rests. */
  #itemsToMount(): readonly CardItem[] {
    const scene = this.scene;
    if (!scene || !this.camera.ready) return [];
    const { selection, editing } = this.open;
    const hovered = this.#hovered?.kind === 'card' ? this.#hovered.id : null;
    const dragged = this.#drag?.people;
    if (this.camera.moving) {
      const kept = new Set(this.#lastItems.map((item) => item.person));
      return scene.items.filter((item): item is CardItem => item.kind === 'card' && kept.has(item.person));
    }
    const wanted = (person: PersonId) =>
      selection.has(person) ||
      person === hovered ||
      person === this.#focused ||
      person === editing?.person ||
      dragged?.has(person) === true;
    const { visible, viewport } = this.camera;
    // A plain field, not state: only the branch above reads it, to keep what was mounted last.
    this.#lastItems = cardsInWindow({ scene, visible, zoom: viewport.zoom, wanted });
    return this.#lastItems;
  }

  #toNodes(): CardNodeType[] {
    const { selection, readOnly } = this.open;
    const items = this.#items;
    this.#cache.keepOnly(new Set(items.map((item) => item.person)));
    const fontFamily = this.scene?.fontFamily ?? '';
    return items.map((item) =>
      this.#cache.nodeFor(item, {
        selected: selection.has(item.person),
        draggable: !readOnly,
        fontFamily,
        at: this.#drag?.people.get(item.person) ?? null,
      }),
    );
  }

  #dropTarget(): DropTarget | null {
    const held = this.#held;
    if (!held || !this.placement || !this.scene) return null;
    // The placement counts from the drawing's corner, everything else here from the page's.
    const { x, y } = this.scene.drawing;
    const point = { x: held.pointer.x - x, y: held.pointer.y - y };
    return dropTarget(this.placement, new Set(held.people.keys()), point);
  }
}

function cardRects(scene: Scene): ReadonlyMap<PersonId, Rect> {
  const rects = new Map<PersonId, Rect>();
  for (const item of scene.items) if (item.kind === 'card') rects.set(item.person, item.rect);
  return rects;
}

/**
 * How far most cards moved together: a page that grows to the left or upwards pushes everything, and the window goes
 * along so that the picture stands still. The median, so that a few real moves do not count.
 */
function commonShift(before: ReadonlyMap<PersonId, Rect>, after: ReadonlyMap<PersonId, Rect>): PagePoint {
  const dx: number[] = [];
  const dy: number[] = [];
  for (const [person, rect] of after) {
    const old = before.get(person);
    if (!old) continue;
    dx.push(rect.x - old.x);
    dy.push(rect.y - old.y);
  }
  return { x: median(dx), y: median(dy) };
}

function median(values: number[]): number {
  if (values.length === 0) return 0;
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

function shifted(rects: ReadonlyMap<PersonId, Rect>, { x, y }: PagePoint): ReadonlyMap<PersonId, Rect> {
  if (x === 0 && y === 0) return rects;
  return new Map([...rects].map(([person, rect]) => [person, { ...rect, x: rect.x + x, y: rect.y + y }]));
}

/** Half a unit is not worth a move. */
function isFar(from: Rect | undefined, to: Rect): boolean {
  return from !== undefined && (Math.abs(from.x - to.x) > 0.5 || Math.abs(from.y - to.y) > 0.5);
}
