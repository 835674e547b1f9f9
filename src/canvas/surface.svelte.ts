/**
 * The view model of the drawing surface: which cards are mounted, what the pointer is over, what stands out, how one
 * picture becomes the next. Session state of one canvas; the map, the picture and the selection belong to OpenMap.
 */
import type { Placement, Rect } from '../layout/index.ts';
import type { PersonId, UnitId } from '../model/index.ts';
import type { CardItem, Scene } from '../scene/index.ts';
import type { OpenMap } from '../state/index.ts';
import { rectsMeet, type Hit, type PagePoint } from './bounds.ts';
import { Camera, MOVE_MS } from './camera.svelte.ts';
import { cardsInWindow, NodeCache, type CardNodeType } from './card-nodes.ts';
import { dropOf } from './drop-of.ts';
import type { DropTarget } from './drop-target.ts';
import { emphasisOf, isSameEmphasis, type Emphasis } from './emphasis.ts';
import { Hand, type CardDrag, type KindChoice, type LinkDrag, type PillDrag } from './hand.svelte.ts';
import { Motion } from './motion.svelte.ts';
import { commonShift, countChanged, isFar, rectsOf, shifted, type Cards } from './rearrange.ts';
import { Room } from './room.ts';
import { SceneIndex } from './scene-index.ts';
import type { Insets, Size } from './view-box.ts';

const LINK_TOLERANCE_PX = 6;
/** A change of the map moves cards this fast, a change of view a little slower. */
const REARRANGE_MS = 200;
/** Growth of the number of cards from which a picture counts as another one. */
const MUCH_LARGER = 1.5;
/** The pointer rests this long on a card before its network stands out: a hand on its way lights nothing. */
const DWELL_MS = 120;
/** A move of fewer pixels on the screen needs no animation. */
const UNSEEN_PX = 2;
/** Up to so many cards glide over a ground that stands still; with more, all of it is painted in every frame. */
const FEW = 40;
/** What fits is shown this large to a room: a small map fills the screen, but no card fills a wall. */
const PRESENT_ZOOM = 2.5;
const NO_CARDS: Cards = new Map();

export class Surface {
  readonly open: OpenMap;
  readonly camera: Camera;
  readonly motion = new Motion();
  readonly room = new Room(this);
  readonly hand: Hand;
  #hovered: Hit | null = $state.raw(null);
  /** The card that the pointer rests on. */
  #dwelt: PersonId | null = $state(null);
  #dwelling: ReturnType<typeof setTimeout> | undefined;
  /** The card that has the keyboard focus. */
  #focused: PersonId | null = $state(null);
  /** The scene shown last and its cards; not reactive. */
  #shown: { scene: Scene; cards: Cards; focus: UnitId | null } | null = null;
  #isOtherView = $state(false);
  #isPressed = false;
  #cache = new NodeCache();
  #lastItems: readonly CardItem[] = [];
  #lastIndex: SceneIndex | null = null;
  #lastEmphasis: Emphasis | null = null;

  #index: SceneIndex | null = $derived.by(() => {
    const scene = this.scene;
    // A plain field, not state: the index before hands over what has not changed.
    if (this.#lastIndex?.scene !== scene) this.#lastIndex = scene && new SceneIndex(scene, this.#lastIndex);
    return this.#lastIndex;
  });
  /** Mounted whatever the window shows. */
  #wanted: ReadonlySet<PersonId> = $derived.by(() => {
    const { editing, selectedPeople } = this.open;
    const wanted = new Set(selectedPeople.map((person) => person.id));
    for (const person of this.hand.people) wanted.add(person);
    if (this.#hovered?.kind === 'card') wanted.add(this.#hovered.id);
    if (this.#focused !== null) wanted.add(this.#focused);
    if (editing) wanted.add(editing.person);
    return wanted;
  });
  #lifted: ReadonlySet<PersonId> = $derived.by(() => {
    const { few } = this.motion;
    return few ? new Set([...few, ...this.hand.people]) : this.hand.people;
  });
  #items: readonly CardItem[] = $derived.by(() => this.#itemsToMount());
  #nodes: CardNodeType[] = $derived.by(() => this.#toNodes());
  #drop: DropTarget | null = $derived.by(() => dropOf(this));
  #emphasis: Emphasis | null = $derived.by(() => {
    const index = this.#index;
    const { map, presenting, selectedPeople } = this.open;
    const selected = selectedPeople.map((person) => person.id);
    const people = this.#dwelt !== null && !(presenting && selected.length > 0) ? [this.#dwelt] : selected;
    const spotlight = presenting && selected.length > 0;
    const emphasis = index && emphasisOf(map, index, people, { spotlight });
    // The same in another object would have the whole window painted again.
    if (!isSameEmphasis(emphasis, this.#lastEmphasis)) this.#lastEmphasis = emphasis;
    return this.#lastEmphasis;
  });

  constructor(open: OpenMap, insets: () => Partial<Insets>) {
    this.open = open;
    this.camera = new Camera(insets);
    this.hand = new Hand(() => open.map);
  }

  get scene(): Scene | null {
    return this.open.scene;
  }
  get placement(): Placement | null {
    return this.open.placement;
  }
  get index(): SceneIndex | null {
    return this.#index;
  }
  get nodes(): CardNodeType[] {
    return this.#nodes;
  }
  /** People whose cards the ground leaves out: in the hand, or gliding over it. */
  get lifted(): ReadonlySet<PersonId> {
    return this.#lifted;
  }
  get hovered(): Hit | null {
    return this.#hovered;
  }
  get emphasis(): Emphasis | null {
    return this.#emphasis;
  }
  /** The picture under way belongs to another view than the one before: its ground fades in. */
  get isOtherView(): boolean {
    return this.#isOtherView;
  }
  get drag(): CardDrag | null {
    return this.hand.drag;
  }
  /** Where the dragged cards would go now. */
  get drop(): DropTarget | null {
    return this.#drop;
  }
  get link(): LinkDrag | null {
    return this.hand.link;
  }
  get pill(): PillDrag | null {
    return this.hand.pill;
  }
  get choice(): KindChoice | null {
    return this.hand.choice;
  }
  set choice(choice: KindChoice | null) {
    this.hand.choice = choice;
  }
  get focused(): PersonId | null {
    return this.#focused;
  }
  set focused(person: PersonId | null) {
    this.#focused = person;
  }

  /** Where a card stands in the picture; null when it is not drawn. */
  rectOf(person: PersonId): Rect | null {
    return this.#index?.card(person)?.rect ?? null;
  }

  /** Page → the placement's own units. */
  toPlacement(point: PagePoint): PagePoint {
    const { x = 0, y = 0 } = this.scene?.drawing ?? {};
    return { x: point.x - x, y: point.y - y };
  }

  /** The window changed: what nobody moved is fitted anew, else what is selected stays in sight. */
  resize(size: Size): void {
    const before = this.camera.size;
    this.camera.resize(size);
    if (before.width === 0 || (before.width === size.width && before.height === size.height)) return;
    if (this.open.presenting && !this.camera.isTouched) this.fit({ animate: false });
    else this.room.make();
  }

  /** Brings the selected card out from under a panel; a flight under way is left to arrive. */
  keepInSight(): void {
    if (this.#isPressed || this.camera.moving || !this.camera.ready) return;
    this.revealLast();
  }

  /** Moves the window until the card selected last is seen. */
  revealLast(): void {
    const person = this.open.selectedPeople.at(-1);
    const rect = person && this.rectOf(person.id);
    if (rect) this.camera.reveal(rect);
  }

  get isPressed(): boolean {
    return this.#isPressed;
  }

  /** The pointer is down: the picture holds still under it. */
  press(): void {
    this.#isPressed = true;
    if (this.camera.halt()) this.room.owe();
  }

  release(): void {
    this.#isPressed = false;
    this.room.pay();
  }

  hitAt(point: PagePoint): Hit | null {
    return this.#index?.hit(point, LINK_TOLERANCE_PX / this.camera.viewport.zoom) ?? null;
  }

  hover(point: PagePoint | null): void {
    const hit = point && this.hand.isFree ? this.hitAt(point) : null;
    if (hit?.id === this.#hovered?.id && hit?.kind === this.#hovered?.kind) return;
    this.#hovered = hit;
    clearTimeout(this.#dwelling);
    const person = hit?.kind === 'card' ? hit.id : null;
    if (person !== this.#dwelt) this.#dwelling = setTimeout(() => (this.#dwelt = person), DWELL_MS);
  }

  /** Follows Svelte Flow's positions while cards are dragged. */
  dragTo(drag: CardDrag): void {
    this.#hovered = null;
    this.hand.hold(drag);
  }

  /** Ends a drag: the cards go back to their places (or on to new ones, when the caller changed the map). */
  endDrag(): void {
    const drag = this.hand.letGo();
    if (!drag) return;
    const from = new Map(this.#currentRects());
    for (const [person, at] of drag.people) {
      const rect = from.get(person);
      if (rect) from.set(person, { ...rect, x: at.x, y: at.y });
    }
    this.#isOtherView = false;
    this.motion.start(from, REARRANGE_MS, new Set(drag.people.keys()));
  }

  moveLink(to: PagePoint): void {
    const hit = this.hitAt(to);
    this.hand.moveLink(to, hit?.kind === 'card' ? hit.id : null);
  }

  peopleIn(rect: Rect): PersonId[] {
    const items = this.#index?.within(rect) ?? [];
    return items.flatMap((item) => (item.kind === 'card' && rectsMeet(item.rect, rect) ? [item.person] : []));
  }

  fit(options: { readonly animate: boolean }): void {
    const largest = this.open.presenting ? { largest: PRESENT_ZOOM } : {};
    if (this.scene) this.camera.fit(this.scene.drawing, { ...options, ...largest });
  }

  /** Takes a new scene: fits the first one, flies to another view, and lets cards that moved glide. */
  show(scene: Scene): void {
    const before = this.#shown;
    const cards = this.#index?.cards ?? NO_CARDS;
    if (before?.scene === scene) return;
    // The index hands its maps on from scene to scene: what is kept here must be a copy.
    const changed = before ? countChanged(before.cards, cards) : cards.size;
    if (before && before.scene.view === scene.view && changed === 0 && before.cards.size === cards.size) {
      this.#shown = { ...before, scene };
      return;
    }
    const from = this.#currentRects();
    this.#shown = { scene, cards: new Map(cards), focus: this.open.focus };
    if (!before || before.cards.size === 0) {
      this.fit({ animate: false });
      return;
    }
    this.#isOtherView = before.scene.view !== scene.view;
    if (this.#isOtherView) {
      this.#dwelt = null;
      this.room.forget();
      this.motion.start(from, MOVE_MS);
      this.fit({ animate: true });
      return;
    }
    // A shared map arrives in pieces, a list is imported: whoever has not moved the window yet wants to see all of it.
    const isMuchLarger = !this.camera.isTouched && cards.size > before.cards.size * MUCH_LARGER;
    if (isMuchLarger || before.focus !== this.open.focus) {
      this.motion.start(from, REARRANGE_MS);
      this.fit({ animate: true });
      return;
    }
    this.#glide(before.cards, cards, from, changed);
    // A new card may stand where nobody looks.
    const written = this.open.editing;
    if (written && !before.cards.has(written.person)) this.keepInSight();
  }

  destroy(): void {
    clearTimeout(this.#dwelling);
    this.room.destroy();
    this.camera.destroy();
    this.motion.destroy();
  }

  #glide(before: Cards, cards: Cards, from: ReadonlyMap<PersonId, Rect>, changed: number): void {
    // With fewer than half of them moved the median is nothing.
    const shift = changed * 2 < cards.size ? { x: 0, y: 0 } : commonShift(before, cards);
    if (shift.x !== 0 || shift.y !== 0) this.camera.shift(shift);
    const moved = shifted(from, shift);
    const near = Math.max(0.5, UNSEEN_PX / this.camera.viewport.zoom);
    const movers = new Set<PersonId>();
    for (const [person, { rect }] of cards) if (isFar(moved.get(person), rect, near)) movers.add(person);
    const isNew = [...cards.keys()].some((person) => !before.has(person));
    if (movers.size > 0) this.motion.start(moved, REARRANGE_MS, movers.size > FEW || isNew ? null : movers);
    // Tidied, turned round, drawn in other sizes: another picture, seen whole where the one before was.
    if (movers.size * 2 > cards.size && !this.room.isTheirs) this.fit({ animate: true });
  }

  /** Where every card is drawn at this moment. */
  #currentRects(): ReadonlyMap<PersonId, Rect> {
    const rects = rectsOf(this.#shown?.cards ?? NO_CARDS);
    if (this.motion.active) for (const [person, rect] of rects) rects.set(person, this.motion.rectOf(person, rect));
    return rects;
  }

  /** While the window moves, what is mounted stays; new cards are painted until it rests. */
  #itemsToMount(): readonly CardItem[] {
    const index = this.#index;
    if (!index || !this.camera.ready) return [];
    const last = this.#lastItems;
    const items = this.camera.moving
      ? last.flatMap(({ person }) => index.card(person) ?? [])
      : cardsInWindow({
          index,
          visible: this.camera.visible,
          zoom: this.camera.viewport.zoom,
          wanted: this.#wanted,
        });
    // A plain field, not state: the same cards in another array would have Svelte Flow look at each of them.
    const isSame = items.length === last.length && items.every((item, i) => item === last[i]);
    if (!isSame) this.#lastItems = items;
    return this.#lastItems;
  }

  #toNodes(): CardNodeType[] {
    const { selection, readOnly } = this.open;
    const items = this.#items;
    const lit = this.#emphasis?.lit;
    const { few } = this.motion;
    const held = this.hand.drag?.people;
    this.#cache.keepOnly(new Set(items.map((item) => item.person)));
    const fontFamily = this.scene?.fontFamily ?? '';
    return items.map((item) =>
      this.#cache.nodeFor(item, {
        selected: selection.has(item.person),
        draggable: !readOnly,
        dimmed: lit ? !lit.has(item.person) : false,
        hidden: few?.has(item.person) ?? false,
        fontFamily,
        at: held?.get(item.person) ?? null,
      }),
    );
  }
}
