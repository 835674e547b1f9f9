/** What the pointer holds: cards, a department's pill, the end of a new relation, a rubber band. Page units, but the band. */
import type { Rect } from '../layout/index.ts';
import type { AccountMap, PersonId, UnitId } from '../model/index.ts';
import type { PagePoint } from './bounds.ts';

/** Cards held by the pointer, and where. */
export interface CardDrag {
  readonly people: ReadonlyMap<PersonId, PagePoint>;
  /** The card under the pointer when the drag began. */
  readonly grabbed: PersonId;
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
/** A department held by its pill. */
export interface PillDrag {
  readonly unit: UnitId;
  readonly by: PagePoint;
}

const NOBODY: ReadonlySet<PersonId> = new Set();

export class Hand {
  #map: () => AccountMap;
  #drag: CardDrag | null = $state.raw(null);
  #people: ReadonlySet<PersonId> = $state.raw(NOBODY);
  #link: LinkDrag | null = $state.raw(null);
  #choice: KindChoice | null = $state.raw(null);
  #band: Rect | null = $state.raw(null);
  #pill: PillDrag | null = $state.raw(null);
  /** Without people whom a colleague removed meanwhile; null when nobody is left. */
  #held: CardDrag | null = $derived.by(() => {
    const drag = this.#drag;
    if (!drag) return null;
    const { people } = this.#map();
    if ([...drag.people.keys()].every((person) => people.has(person))) return drag;
    const left = new Map([...drag.people].filter(([person]) => people.has(person)));
    const [first] = left.keys();
    return first === undefined
      ? null
      : { ...drag, people: left, grabbed: left.has(drag.grabbed) ? drag.grabbed : first };
  });

  constructor(map: () => AccountMap) {
    this.#map = map;
  }

  get drag(): CardDrag | null {
    return this.#held;
  }
  /** Who is in the hand; changes when a drag begins or ends, not while it moves. */
  get people(): ReadonlySet<PersonId> {
    return this.#people;
  }
  get link(): LinkDrag | null {
    return this.#link && this.#map().people.has(this.#link.from) ? this.#link : null;
  }
  get choice(): KindChoice | null {
    const choice = this.#choice;
    if (!choice) return null;
    const { people } = this.#map();
    return people.has(choice.from) && people.has(choice.to) ? choice : null;
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
  get pill(): PillDrag | null {
    return this.#pill && this.#map().units.has(this.#pill.unit) ? this.#pill : null;
  }
  set pill(pill: PillDrag | null) {
    this.#pill = pill;
  }
  get isFree(): boolean {
    return this.#drag === null && this.#link === null && this.#pill === null;
  }

  hold(drag: CardDrag): void {
    this.#drag = drag;
    const isSame =
      drag.people.size === this.#people.size && [...drag.people.keys()].every((id) => this.#people.has(id));
    if (!isSame) this.#people = new Set(drag.people.keys());
  }

  /** Lets the cards go; returns where they were held. */
  letGo(): CardDrag | null {
    const drag = this.#drag;
    this.#drag = null;
    this.#people = NOBODY;
    return drag;
  }

  startLink(from: PersonId, start: PagePoint): void {
    this.#link = { from, start, to: start, target: null };
  }
  /** @param target the person under the pointer */
  moveLink(to: PagePoint, target: PersonId | null): void {
    if (this.#link) this.#link = { ...this.#link, to, target: target === this.#link.from ? null : target };
  }
  /** Over another card the relation's kind is asked for, elsewhere nothing happens. */
  endLink(): void {
    const { link } = this;
    this.#link = null;
    if (link?.target) this.#choice = { from: link.from, to: link.target, at: link.to };
  }
  cancelLink(): void {
    this.#link = null;
  }
}
