/** How the window makes room beside a panel that came, grew or went, and takes all of the screen to present. */
import type { Scene } from '../scene/index.ts';
import type { OpenMap } from '../state/index.ts';
import type { Camera } from './camera.svelte.ts';
import type { Viewport } from './view-box.ts';

/** What is asked of the drawing surface here. */
export interface Windowed {
  readonly camera: Camera;
  readonly open: OpenMap;
  readonly scene: Scene | null;
  readonly isPressed: boolean;
  fit(options: { readonly animate: boolean }): void;
  /** Brings the selected card out from under a panel. */
  keepInSight(): void;
}

/** Waited before the window moves: a double click meets its card where it was. */
const ROOM_MS = 350;

export class Room {
  #surface: Windowed;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #before: { readonly viewport: Viewport; readonly isTouched: boolean } | null = null;

  constructor(surface: Windowed) {
    this.#surface = surface;
  }

  /** Nothing zooms under a hand that chose this window, or under a line being typed. */
  get isTheirs(): boolean {
    return this.#surface.camera.isTouched || this.#surface.open.editing !== null;
  }

  /**
   * A window that somebody chose moves only as far as the selected card needs; one that only ever was fitted shows the
   * whole drawing in what is left of it, or, with the panel gone, in all of it again.
   */
  make(): void {
    clearTimeout(this.#timer);
    if (this.isTheirs) this.#surface.keepInSight();
    else this.#timer = setTimeout(() => this.#take(), ROOM_MS);
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
    // A card in the hand: the release asks again.
    if (!scene || !camera.ready || isPressed) return;
    if (this.isTheirs) return this.#surface.keepInSight();
    if (camera.moving) return this.make();
    if (open.selectionKind === 'none' || !camera.shows(scene.drawing)) this.#surface.fit({ animate: true });
  }
}
