/**
 * The picture of the map: asks for a layout whenever map or view changed, drops results that came too late (by
 * generation), keeps the last good picture meanwhile, and composes the scene from what is newest of both.
 */
import type { LayoutOptions, Placement } from '../layout/index.ts';
import type { AccountMap, RelationKind, UnitId, ViewId } from '../model/index.ts';
import { VIEWS } from '../model/index.ts';
import type { Scene } from '../scene/index.ts';
import { composeScene, SHOWN_AT_FIRST } from '../scene/index.ts';
import type { App } from './app.svelte.ts';
import { createLayouts } from './layouts.ts';
import { prunePlacement } from './prune-placement.ts';

/** A placement and what it was made from. */
interface Drawn {
  readonly map: AccountMap;
  readonly placement: Placement;
}

const mapViews = <T>(of: (view: ViewId) => T): Record<ViewId, T> =>
  Object.fromEntries(VIEWS.map((view) => [view, of(view)])) as Record<ViewId, T>;

export class Picture {
  #app: App;
  #map: () => AccountMap;
  #layouts = createLayouts();
  #view: ViewId = $state('fishbone');
  #show: Readonly<Record<ViewId, ReadonlySet<RelationKind>>> = $state.raw(
    mapViews((view) => new Set(SHOWN_AT_FIRST[view])),
  );
  #drawn: Drawn | null = $state.raw(null);
  #focus: UnitId | null = $state(null);
  #generation = 0;
  #busy = $state(false);
  /** The last picture of each view: going back to it shows at once when the map is still the same. */
  #last = new Map<ViewId, Drawn>();

  #placement: Placement | null = $derived.by(() => {
    const drawn = this.#drawn;
    if (!drawn) return null;
    const map = this.#map();
    return map === drawn.map ? drawn.placement : prunePlacement(drawn.placement, map);
  });
  #scene: Scene | null = $derived.by(() => {
    const placement = this.#placement;
    if (!placement) return null;
    const { discreet, language, theme } = this.#app;
    return composeScene(this.#map(), placement, { discreet, language, theme, show: this.#show[placement.view] });
  });

  constructor(app: App, map: () => AccountMap) {
    this.#app = app;
    this.#map = map;
  }

  get view(): ViewId {
    return this.#view;
  }
  get show(): ReadonlySet<RelationKind> {
    return this.#show[this.#view];
  }
  /** Of the view that is drawn: after a change of view, the old one until the new one is ready. */
  get placement(): Placement | null {
    return this.#placement;
  }
  get scene(): Scene | null {
    return this.#scene;
  }
  get busy(): boolean {
    return this.#busy;
  }
  /** True when what is drawn was made from the map as it is now. */
  get isCurrent(): boolean {
    return this.#drawn !== null && this.#drawn.map === this.#map() && this.#drawn.placement.view === this.#view;
  }

  setView(view: ViewId): void {
    if (view === this.#view) return;
    this.#view = view;
    const last = this.#last.get(view);
    if (last && last.map === this.#map()) {
      this.#generation++;
      this.#busy = false;
      this.#drawn = last;
    } else void this.refresh();
  }

  /** The department that the fishbone shows as a fish of its own; null = all, also once it is gone. */
  get focus(): UnitId | null {
    return this.#focus !== null && this.#map().units.has(this.#focus) ? this.#focus : null;
  }
  setFocus(unit: UnitId | null): void {
    if (unit === this.#focus) return;
    this.#focus = unit;
    this.#last.delete('fishbone');
    if (this.#view === 'fishbone') void this.refresh();
  }

  toggleKind(kind: RelationKind): void {
    const kinds = new Set(this.#show[this.#view]);
    if (!kinds.delete(kind)) kinds.add(kind);
    this.#show = { ...this.#show, [this.#view]: kinds };
  }

  /**
   * Lays the present view out again. Resolves to the placement, or null when a newer request overtook it or the layout
   * failed (then the old picture stays, and a notice says so).
   */
  async refresh(options: LayoutOptions = {}): Promise<Placement | null> {
    const generation = ++this.#generation;
    const map = this.#map();
    const view = this.#view;
    this.#busy = true;
    try {
      const focus = view === 'fishbone' ? this.focus : null;
      const placement = await this.#layouts.run(view, map, focus === null ? options : { ...options, focus });
      if (generation !== this.#generation || placement === null) return null;
      this.#drawn = { map, placement };
      this.#last.set(view, this.#drawn);
      return placement;
    } catch (error) {
      if (generation !== this.#generation) return null;
      this.fail(error);
      return null;
    } finally {
      if (generation === this.#generation) this.#busy = false;
    }
  }

  /** A layout failed: the old picture stays, and people are told. */
  fail(error: unknown): void {
    console.error(error);
    this.#app.notify({ kind: 'error', text: this.#app.t('notice.layout.failed') });
  }

  destroy(): void {
    this.#generation++;
    this.#layouts.destroy();
  }
}
