/**
 * Pointer gestures of the canvas, as far as Svelte Flow does not do them: select on press, toggle, rubber band,
 * long press, hover, relations drawn from a card's edge, and what a dropped card means. One gesture, one transaction.
 */
import type { PersonId, UnitId } from '../model/index.ts';
import type { PagePoint } from './bounds.ts';
import { dropCards, dropPill } from './carry-out.ts';
import type { Surface } from './surface.svelte.ts';
import { trackPointer } from './track-pointer.ts';

const CLICK_PX = 4;
const LONG_PRESS_MS = 500;
const SETTLE_MS = 60;

export class Gestures {
  #surface: Surface;
  #root: HTMLElement | null = null;
  #press: { readonly x: number; readonly y: number; readonly person: PersonId | null; consumed: boolean } | null = null;
  #longPress: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | null = null;
  /** From here the pointer moves a department, or only points: not the page. */
  #isPillPressed = false;
  #isPointing = false;

  constructor(surface: Surface) {
    this.#surface = surface;
  }

  /** Listens on the canvas's root element; returns the way to stop. Capture: Svelte Flow stops some events. */
  attach(root: HTMLElement): () => void {
    this.#root = root;
    const capture = { capture: true };
    const listeners: [string, (event: never) => void][] = [
      ['pointerdown', (event: PointerEvent) => this.#down(event)],
      ['mousedown', (event: Event) => this.#holdBack(event)],
      ['touchstart', (event: Event) => this.#holdBack(event)],
      ['pointermove', (event: PointerEvent) => this.#move(event)],
      ['pointerup', (event: PointerEvent) => this.#up(event)],
      ['pointercancel', () => this.#forget()],
      ['pointerleave', () => this.#leave()],
      ['dblclick', (event: MouseEvent) => this.#doubleClick(event)],
    ];
    for (const [type, listener] of listeners) root.addEventListener(type, listener as EventListener, capture);
    return () => {
      for (const [type, listener] of listeners) root.removeEventListener(type, listener as EventListener, capture);
      this.#forget();
      clearTimeout(this.#settling);
      this.#stop?.();
      this.#root = null;
    };
  }

  /** Pixels from the canvas's corner. */
  screenAt(event: { readonly clientX: number; readonly clientY: number }): PagePoint {
    const box = this.#root?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }

  pageAt(event: { readonly clientX: number; readonly clientY: number }): PagePoint {
    return this.#surface.camera.pageAt(this.screenAt(event));
  }

  /** Carries out what letting go here means, then sends the cards on their way. */
  drop(): void {
    dropCards(this.#surface);
    this.#surface.endDrag();
  }

  /**
   * After the pointer was let go: a drag whose card vanished (a colleague removed it) gets no end from Svelte Flow, and
   * is ended here without a word. Later than Svelte Flow's own end, which comes with mouseup or touchend.
   */
  settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#surface.endDrag();
      this.#surface.release();
    }, SETTLE_MS);
  }

  #down(event: PointerEvent): void {
    clearTimeout(this.#settling);
    this.#isPillPressed = false;
    // A finger has to touch to point; a mouse has not, and goes on selecting and panning.
    this.#isPointing = event.pointerType === 'touch' && this.#surface.open.colleagues.laser;
    const target = event.target as Element;
    if (this.#isPointing || event.button !== 0 || !event.isPrimary || target.closest('[data-own-pointer]')) return;
    this.#surface.press();
    const person = target.closest<HTMLElement>('.svelte-flow__node')?.dataset.id ?? null;
    const handle = target.closest<HTMLElement>('[data-link-side]');
    if (handle && person) return this.#drawLink(event, person);
    const { x, y } = event;
    this.#press = { x, y, person, consumed: false };
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    if (!person && event.shiftKey) return this.#drawBand(event);
    if (!person) {
      const hit = this.#surface.hitAt(this.pageAt(event));
      if (hit?.kind === 'unit' && !adds) this.#pressPill(event, hit.id);
      return;
    }
    // Half under a panel, it comes out when it is let go.
    this.#surface.room.owe();
    if (event.pointerType === 'touch') this.#waitForLongPress(person);
    else if (!adds && !this.#surface.open.selection.has(person)) this.#surface.open.select([person]);
  }

  /** d3-zoom and d3-drag listen to mousedown and touchstart: what is held here must not pan or drag as well. */
  #holdBack(event: Event): void {
    if (this.#surface.hand.band || this.#surface.link || this.#isPillPressed || this.#isPointing)
      event.stopPropagation();
  }

  #move(event: PointerEvent): void {
    const press = this.#press;
    if (press && Math.hypot(event.x - press.x, event.y - press.y) > CLICK_PX) {
      clearTimeout(this.#longPress);
      press.consumed = true;
    }
    const point = this.pageAt(event);
    this.#surface.open.colleagues.sendCursor(point);
    if (event.buttons === 0) {
      const target = event.target as Element;
      this.#surface.hover(target.closest('[data-own-pointer]') ? null : point);
    }
  }

  #up(event: PointerEvent): void {
    clearTimeout(this.#longPress);
    const press = this.#press;
    this.#press = null;
    if (!press || press.consumed || event.button !== 0) return;
    const { open } = this.#surface;
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    const hit = press.person !== null ? { kind: 'card', id: press.person } : this.#surface.hitAt(this.pageAt(event));
    if (!hit) {
      if (!adds) open.clearSelection();
    } else if (hit.kind === 'card' && adds) open.select([hit.id], { add: true });
    else open.select([hit.id]);
    // A click on the drawing takes the focus out of panels, so that keys mean the card again.
    if (document.activeElement instanceof HTMLElement && !this.#root?.contains(document.activeElement))
      document.activeElement.blur();
  }

  #doubleClick(event: MouseEvent): void {
    const { open } = this.#surface;
    if ((event.target as Element).closest('[data-own-pointer]')) return;
    const hit = this.#surface.hitAt(this.pageAt(event));
    if (!hit) return;
    event.preventDefault();
    open.select([hit.id]);
    if (hit.kind === 'card') open.editing = { person: hit.id, field: 'line', fresh: false };
    else if (hit.kind === 'unit' && open.isFolded(hit.id)) open.toggleFold(hit.id);
    else open.inspect();
  }

  #waitForLongPress(person: PersonId): void {
    clearTimeout(this.#longPress);
    this.#longPress = setTimeout(() => {
      if (this.#press) this.#press.consumed = true;
      this.#surface.open.select([person], { add: true });
    }, LONG_PRESS_MS);
  }

  /** A department follows the hand by its pill, where its place is a choice: in the fishbone. */
  #pressPill(event: PointerEvent, unit: UnitId): void {
    const { hand, open, placement } = this.#surface;
    if (open.readOnly || placement?.view !== 'fishbone') return;
    this.#isPillPressed = true;
    const start = this.pageAt(event);
    this.#track({
      move: (at) => {
        if (!this.#press?.consumed && !hand.pill) return;
        const to = this.pageAt(at);
        hand.pill = { unit, by: { x: to.x - start.x, y: to.y - start.y } };
      },
      end: () => {
        dropPill(this.#surface);
        hand.pill = null;
      },
      cancel: () => (hand.pill = null),
    });
  }

  #drawLink(event: PointerEvent, person: PersonId): void {
    if (this.#surface.open.readOnly) return;
    event.preventDefault();
    event.stopPropagation();
    this.#surface.hand.startLink(person, this.pageAt(event));
    this.#track({
      move: (at) => this.#surface.moveLink(this.pageAt(at)),
      end: () => this.#surface.hand.endLink(),
      cancel: () => this.#surface.hand.cancelLink(),
    });
  }

  #drawBand(event: PointerEvent): void {
    const start = this.screenAt(event);
    this.#surface.hand.band = { ...start, width: 0, height: 0 };
    if (this.#press) this.#press.consumed = true;
    this.#track({
      move: (at) => {
        const { x, y } = this.screenAt(at);
        this.#surface.hand.band = {
          x: Math.min(x, start.x),
          y: Math.min(y, start.y),
          width: Math.abs(x - start.x),
          height: Math.abs(y - start.y),
        };
      },
      end: () => this.#takeBand(),
      cancel: () => (this.#surface.hand.band = null),
    });
  }

  #takeBand(): void {
    const { camera, hand, open } = this.#surface;
    const { band } = hand;
    this.#surface.hand.band = null;
    if (!band) return;
    const from = camera.pageAt(band);
    const { zoom } = camera.viewport;
    const people = this.#surface.peopleIn({ ...from, width: band.width / zoom, height: band.height / zoom });
    const kept = open.selectionKind === 'people' ? open.selection : [];
    if (people.length > 0) open.select([...kept, ...people]);
  }

  #track(handlers: Parameters<typeof trackPointer>[0]): void {
    this.#stop?.();
    this.#stop = trackPointer(handlers);
  }

  #leave(): void {
    this.#surface.hover(null);
    this.#surface.open.colleagues.sendCursor(null);
  }

  #forget(): void {
    clearTimeout(this.#longPress);
    this.#press = null;
  }
}
