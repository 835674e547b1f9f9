/** How the window makes room beside a panel that came, grew or went, and takes all of the screen to present. */
import type { Scene } from '../scene/index.ts';
import type { OpenMap } from '../state/index.ts';
import type { Camera } from './camera.svelte.ts';
import type { Viewport } from './view-box.ts';

/** What is asked of the drawing surface here. */
export interface Windowed {
  readonly camera: Pick<Camera, 'isTouched' | 'moving' | 'ready' | 'viewport' | 'restore' | 'shows'>;
  readonly open: Pick<OpenMap, 'editing' | 'selectionKind'>;
  readonly scene: Pick<Scene, 'drawing'> | null;
  readonly isPressed: boolean;
  /** A relation was drawn; its kind is being chosen. */
  readonly choice: object | null;
  fit(options: { readonly animate: boolean }): void;
  /** Brings the selected card out from under a panel. */
  keepInSight(): void;
}

/** Waited before the window moves: a double click meets its card where it was. */
const ROOM_MS = 350;

export class Room {
  #surface: Windowed;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOwed = false;
  #before: { readonly viewport: Viewport; readonly isTouched: boolean } | null = null;

  constructor(surface: Windowed) {
    this.#surface = surface;
  }

  /** Nothing zooms under a hand that chose this window, a line being typed, or a menu that stands at its card. */
  get isTheirs(): boolean {
    const { camera, choice, open } = this.#surface;
    return camera.isTouched || choice !== null || open.editing !== null;
  }

  /**
   * A window that somebody chose moves only as far as the selected card needs; one that only ever was fitted shows the
   * whole drawing in what is left of it, or, with the panel gone, in all of it again.
   */
  make(): void {
    clearTimeout(this.#timer);
    if (this.#surface.isPressed) this.owe();
    else if (this.isTheirs) this.#surface.keepInSight();
    else this.#timer = setTimeout(() => this.#take(), ROOM_MS);
  }

  /** To be made when the pointer is let go: nothing moves under one that is down. */
  owe(): void {
    this.#isOwed = true;
  }

  /** The pointer was let go. */
  pay(): void {
    if (!this.#isOwed) return;
    this.#isOwed = false;
    this.make();
  }

  /** Presenting began or ended: as large as the page allows, and back to the very same window. */
  present(presenting: boolean): void {
    const { camera } = this.#surface;
    if (presenting) {
      this.#before ??= { viewport: camera.viewport, isTouched: camera.isTouched };
      this.#surface.fit({ animate: false });
    } else if (this.#before) {
      camera.restore(this.#before.viewport, this.#before.isTouched);
      this.#before = null;
    }
  }

  /** What a window saw in one view means nothing in another. */
  forget(): void {
    this.#before = null;
  }

  destroy(): void {
    clearTimeout(this.#timer);
  }

  #take(): void {
    const { scene, open, camera, isPressed } = this.#surface;
    if (isPressed) return this.owe();
    if (!scene || !camera.ready) return;
    if (this.isTheirs) return this.#surface.keepInSight();
    if (camera.moving) return this.make();
    if (open.selectionKind === 'none' || !camera.shows(scene.drawing)) this.#surface.fit({ animate: true });
  }
}
