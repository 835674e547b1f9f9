/**
 * Carries out following on the drawing surface: view, department and window go where the leader's are, smoothly. Ends
 * as soon as this screen is led elsewhere by its own person: another view or department, or a hand on the window.
 */
import { prefersReducedMotion } from 'svelte/motion';
import type { UnitId, ViewId } from '../model/index.ts';
import type { Errand, OpenMap, Peer } from '../state/index.ts';
import type { Camera } from './camera.svelte.ts';
import { poseOf, viewportFor, viewportOf, type PeerCamera } from './follow-box.ts';
import { Frames, type Beat } from './frames.ts';
import { Glide } from './glide.ts';
import type { Viewport } from './view-box.ts';

/** What is asked of the drawing surface here. */
export interface Led {
  readonly camera: Camera;
  readonly open: OpenMap;
  /** A card or the pointer's button is held: the window stands still under it. */
  readonly isPressed: boolean;
}

interface Place {
  readonly view: ViewId;
  readonly focus: UnitId | null;
}

/** Pages and their windows as they were before somebody else led. */
interface Before extends Place {
  readonly viewport: Viewport;
}

/** A thousandth: of a page unit, and of the zoom's logarithm. */
const NEAR = 1e-3;

export class Follower {
  #surface: Led;
  #glide: Glide | null = null;
  #frames: Frames;
  /** Where following has put this screen; anything else is its own person's doing. */
  #put: Place | null = null;
  #before: Before | null = null;
  /** The errand under way. */
  #begun: Errand | null = null;
  #landing = 0;

  constructor(surface: Led, beat: Beat) {
    this.#surface = surface;
    this.#frames = new Frames(beat, (ms) => this.#step(ms));
  }

  /** Call whenever anything of leader, errand, view, department, drawing or window has changed. */
  update(): void {
    const { following } = this.#surface.open.colleagues;
    if (!this.#surface.camera.ready) return;
    // Whoever goes to a colleague comes back to the present: that is where colleagues are.
    if (following.followed !== null || following.errand !== null) this.#surface.open.past.close();
    if (following.followed === null) this.#runErrand();
    else if (this.#isElsewhere()) this.#end(() => following.stop());
    else if (following.leader !== null) this.#follow(following.leader);
  }

  destroy(): void {
    this.#release();
  }

  #follow(leader: Peer): void {
    const { open, camera } = this.#surface;
    if (this.#begun !== null) this.#end(() => undefined);
    this.#before ??= { view: open.view, focus: open.focus, viewport: camera.viewport };
    camera.lend(() => this.#end(() => open.colleagues.following.stop()));
    // Who looks at an earlier state leads nowhere until they are back.
    if (leader.past) this.#put = { view: open.view, focus: open.focus };
    else this.#put = this.#goTo(leader.view ?? open.view, leader.focus);
    if (leader.camera !== null && this.#isDrawn(leader)) this.#aim(leader.camera);
  }

  /** Nobody is followed: what was begun ends, and what was asked for once is done as soon as its page is drawn. */
  #runErrand(): void {
    const { camera, open } = this.#surface;
    const { following } = open.colleagues;
    const { errand } = following;
    const to = errand?.kind === 'return' ? this.#before : (errand?.peer ?? null);
    if (errand === null || to === null || to.view === null) return this.#end(() => errand && following.finish());
    if (this.#begun !== errand) {
      this.#release();
      this.#begun = errand;
      camera.lend(() => this.#end(() => following.finish()));
      this.#put = this.#goTo(to.view, to.focus);
    } else if (this.#isElsewhere()) return this.#end(() => following.finish());
    if (!this.#isDrawn(to) || this.#landing !== 0) return;
    const target = 'viewport' in to ? to.viewport : to.camera && this.#viewportFor(to.camera);
    // The page is being taken in by the surface in this very frame, and would be fitted: the window is ours until then.
    this.#landing = requestAnimationFrame(() => {
      this.#end(() => following.finish());
      if (target !== null) camera.fly(target);
    });
  }

  #goTo(view: ViewId, focus: UnitId | null): Place {
    const { open } = this.#surface;
    if (view !== open.view) open.setView(view);
    // A department that this screen does not know yet is waited for.
    const isKnown = focus === null || open.map.units.has(focus);
    if (view === 'fishbone' && isKnown && focus !== open.focus) open.setFocus(focus);
    return { view: open.view, focus: open.focus };
  }

  #isElsewhere(): boolean {
    const { view, focus, map } = this.#surface.open;
    if (this.#put === null) return false;
    // A department that was taken off the map lets go of the focus by itself.
    const isLost = this.#put.focus !== null && !map.units.has(this.#put.focus);
    return this.#put.view !== view || (this.#put.focus !== focus && !isLost);
  }

  #isDrawn({ view, focus }: { readonly view: ViewId | null; readonly focus: UnitId | null }): boolean {
    const { open } = this.#surface;
    return open.scene?.view === view && (view !== 'fishbone' || open.focus === focus);
  }

  #aim(seen: PeerCamera): void {
    const { camera } = this.#surface;
    const target = poseOf(this.#viewportFor(seen), camera.size);
    this.#glide ??= new Glide(poseOf(camera.viewport, camera.size), NEAR);
    if (prefersReducedMotion.current) this.#glide.place(target);
    else this.#glide.aim(target);
    this.#frames.wake();
  }

  /** Panels at the side are kept clear of; what lies over the foot of the window the leader has there too. */
  #viewportFor(seen: PeerCamera): Viewport {
    const { size, insets } = this.#surface.camera;
    return viewportFor(seen, size, { top: 0, right: insets.right, bottom: 0, left: 0 });
  }

  #step(ms: number): boolean {
    const { camera, isPressed } = this.#surface;
    const glide = this.#glide;
    if (glide === null || !camera.isLent) return false;
    if (isPressed) return true;
    glide.step(ms);
    const [x = 0, y = 0, logZoom = 0] = glide.at;
    camera.steer(viewportOf([x, y, logZoom], camera.size), !glide.isResting);
    return !glide.isResting;
  }

  #release(): void {
    this.#frames.stop();
    cancelAnimationFrame(this.#landing);
    this.#landing = 0;
    this.#glide = null;
    this.#put = null;
    this.#surface.camera.takeBack();
  }

  #end(tell: () => void): void {
    this.#release();
    this.#before = null;
    this.#begun = null;
    tell();
  }
}
