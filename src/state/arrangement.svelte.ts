/**
 * The choices behind a picture: kept with every own edit, so that the picture stays where people left it; made afresh
 * by Tidy; written when somebody places something by hand. All of it goes into the document's layout record.
 */
import type * as Y from 'yjs';
import { patchLayoutRecord } from '../document/index.ts';
import {
  CARD_SIZES,
  foldedUnits,
  foldKey,
  loadLayouts,
  PAGE_KEY,
  readPageChoices,
  type Density,
  type HandMove,
  type Layout,
  type LayoutOptions,
  type LayoutRunner,
  type MatrixValues,
  type PageChoices,
  type Placement,
  type Point,
} from '../layout/index.ts';
import type { AccountMap, LayoutRecord, UnitId, ViewId } from '../model/index.ts';
import { createLayouts } from './layouts.ts';
import type { Picture } from './picture.svelte.ts';

export type TidyOptions = Pick<LayoutOptions, 'within' | 'release'>;

/** What this folder's choices need of the open map. */
export interface ArrangementSource {
  readonly doc: Y.Doc;
  readonly map: () => AccountMap;
  readonly readOnly: () => boolean;
  readonly picture: Picture;
  /** Says that a map of others cannot be arranged. */
  readonly refuse: () => void;
  /** Says that the picture stands as Tidy would have it. */
  readonly sayTidy: () => void;
}

/** Tidy is offered when the text would grow by more than this. */
const WORTH_OFFERING = 1.15;
/** The picture rests this long before a fresh one is tried aside. */
const REST_MS = 2_000;
/** A fresh picture of more people costs a processor for many seconds: too much for an offer. */
const MOST_OFFERED = 600;
const SLIDE = { width: 1920, height: 1080 };

export class Arrangement {
  #source: ArrangementSource;
  #aside: LayoutRunner | null = null;
  #layouts: Readonly<Record<ViewId, Layout>> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #offered = $state(false);
  #tidying = $state(false);
  /** Runs of Tidy so far: one that a newer overtook must not say that all is done. */
  #runs = 0;
  #dismissed = false;
  #hasOwnEdit = false;
  #isDestroyed = false;

  constructor(source: ArrangementSource) {
    this.#source = source;
    // A hand that is quicker than this finds that places mean nothing yet, and the card goes back.
    loadLayouts().then(
      ({ LAYOUTS }) => (this.#layouts = LAYOUTS),
      (error: unknown) => this.#source.picture.fail(error),
    );
  }

  /** A fresh layout of the present view would make its text more than 15 % larger. */
  get tidyOffer(): boolean {
    return this.#offered;
  }
  dismissTidyOffer(): void {
    this.#offered = false;
    this.#dismissed = true;
  }
  /** Another view, another offer. */
  forgetOffer(): void {
    clearTimeout(this.#timer);
    this.#offered = false;
    this.#dismissed = false;
  }

  /** Tidy is under way. */
  get tidying(): boolean {
    return this.#tidying;
  }

  /**
   * Arranges the present view afresh: all of it, or one department. What was placed by hand stays unless released. It
   * is computed aside, and what comes out are choices: edits that others make meanwhile are kept. On a map that may only
   * be read the fresh picture is shown and not written.
   */
  async tidy({ release, within = this.#source.picture.focus ?? undefined }: TidyOptions = {}): Promise<void> {
    const { doc, map, picture, readOnly } = this.#source;
    this.forgetOffer();
    const options = { mode: 'tidy', ...(within && { within }), ...(release && { release }) } as const;
    if (readOnly()) {
      await picture.refresh(options);
      return;
    }
    const { view } = picture;
    const before = map().layouts[view] ?? {};
    this.#tidying = true;
    const run = ++this.#runs;
    try {
      const fresh = await this.#runAside(map(), view, options);
      if (!fresh || this.#isDestroyed || readOnly()) return;
      const shown = picture.placement?.view === view ? picture.placement.record : {};
      if (Object.keys(missing(fresh.record, shown)).length === 0) this.#source.sayTidy();
      const gone = Object.keys(before).filter((key) => !Object.hasOwn(fresh.record, key));
      patchLayoutRecord(doc, view, { ...fresh.record, ...Object.fromEntries(gone.map((key) => [key, null])) });
    } catch (error) {
      if (!this.#isDestroyed) picture.fail(error);
    } finally {
      if (run === this.#runs) this.#tidying = false;
    }
  }

  /** Writes what letting go here means, as one undo step. False: the place means nothing. */
  place(move: HandMove): boolean {
    const { doc, map, picture, readOnly, refuse } = this.#source;
    const { placement } = picture;
    const patch = placement && this.#layouts?.[placement.view].place?.(map(), placement, move);
    if (!placement || !patch) return false;
    if (readOnly()) {
      refuse();
      return false;
    }
    // Everything else stays put: the choices that nobody has written yet are written along.
    const still = { ...placement.record, ...patch };
    return patchLayoutRecord(doc, placement.view, this.#hasRecord(placement.view) ? patch : still).ok;
  }

  /** What a card takes on where it is let go; null outside a matrix. Page units of the placement. */
  valuesAt(at: Point): MatrixValues | null {
    const { map, picture } = this.#source;
    const { placement } = picture;
    return (placement && this.#layouts?.[placement.view].valuesAt?.(map(), placement, at)) ?? null;
  }

  isFolded(unit: UnitId): boolean {
    return foldedUnits(this.#source.map().layouts.fishbone).has(unit);
  }
  toggleFold(unit: UnitId): void {
    this.#write('fishbone', { [foldKey(unit)]: this.isFolded(unit) ? null : true });
  }

  get choices(): PageChoices {
    return readPageChoices(this.#source.map().layouts[this.#source.picture.view]);
  }
  setDensity(density: Density | null): void {
    const { density: _before, ...others } = this.choices;
    const known = density !== null && Object.hasOwn(CARD_SIZES, density);
    this.#choose(known ? { ...others, density } : others);
  }
  setHeadSide(head: 'left' | 'right'): void {
    this.#choose({ ...this.choices, head });
  }

  /**
   * The record of what is shown, when the document has none for this view yet. Written on opening it would be a change
   * nobody made; written with the first edit it keeps everything else where it was.
   */
  recordToKeep(): Pick<Placement, 'view' | 'record'> | null {
    const { map, picture } = this.#source;
    const { view, placement, isCurrent } = picture;
    if (!isCurrent || !placement || map().people.size === 0 || picture.focus !== null) return null;
    return this.#hasRecord(view) ? null : { view, record: placement.record };
  }

  /** Somebody here changed the map: the next layout's choices are written down. */
  noteOwnEdit(): void {
    this.#hasOwnEdit = true;
  }

  /** A layout of the map as it is has been drawn. */
  settled(placement: Placement | null): void {
    const { doc, map, picture, readOnly } = this.#source;
    if (!placement || this.#isDestroyed || picture.focus !== null) return;
    if (this.#hasOwnEdit && !readOnly()) {
      this.#hasOwnEdit = false;
      const known = map().layouts[placement.view];
      if (known) patchLayoutRecord(doc, placement.view, missing(placement.record, known), 'keep');
    }
    this.#considerOffer();
  }

  destroy(): void {
    this.#isDestroyed = true;
    clearTimeout(this.#timer);
    this.#aside?.destroy();
  }

  #choose(choices: PageChoices): void {
    const empty = Object.keys(choices).length === 0;
    this.#write(this.#source.picture.view, { [PAGE_KEY]: empty ? null : choices });
  }

  #write(view: Placement['view'], patch: Readonly<Record<string, unknown>>): void {
    const { doc, readOnly, refuse } = this.#source;
    if (readOnly()) return refuse();
    const still = this.recordToKeep();
    const kept = still?.view === view ? still.record : {};
    patchLayoutRecord(doc, view, { ...kept, ...patch });
  }

  #runAside(map: AccountMap, view: Placement['view'], options: LayoutOptions): Promise<Placement | null> {
    this.#aside ??= createLayouts({ aside: true });
    return this.#aside.run(view, map, options);
  }

  #hasRecord(view: Placement['view']): boolean {
    return Object.keys(this.#source.map().layouts[view] ?? {}).length > 0;
  }

  /** Tries a fresh layout aside, when the picture has rested. */
  #considerOffer(): void {
    clearTimeout(this.#timer);
    const { map, readOnly, picture } = this.#source;
    if (map().people.size > MOST_OFFERED) return;
    if (this.#dismissed || readOnly() || !this.#hasRecord(picture.view)) return;
    this.#timer = setTimeout(() => void this.#tryFresh().catch((error: unknown) => console.warn(error)), REST_MS);
  }

  async #tryFresh(): Promise<void> {
    const { map, picture } = this.#source;
    const { view, placement } = picture;
    if (!placement || !picture.isCurrent) return;
    const shown = map();
    if (this.#tidying) return;
    const fresh = await this.#runAside(shown, view, { mode: 'tidy' });
    const isStale = !picture.isCurrent || picture.placement !== placement || this.#dismissed;
    if (!fresh || this.#isDestroyed || isStale) return;
    this.#offered = textScale(fresh) > WORTH_OFFERING * textScale(placement);
  }
}

/** How large a card is on a slide: comparable between densities. */
function textScale({ density, height, width }: Placement): number {
  return Math.min(SLIDE.width / width, SLIDE.height / height) * Math.sqrt(CARD_SIZES[density].width);
}

/** The entries of a record that the known one lacks or has otherwise. */
function missing(record: LayoutRecord, known: LayoutRecord): LayoutRecord {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([key, value]) => !Object.hasOwn(known, key) || JSON.stringify(known[key]) !== JSON.stringify(value),
    ),
  );
}
