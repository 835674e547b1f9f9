/** Tells the library, a moment after the last change, what its page shows of a map: name, people, a small picture. */
export interface Seen {
  readonly name: string;
  readonly people: number;
  /** Small SVG; null = not drawn yet, the old one stays. */
  readonly picture: string | null;
}

/** Long enough that a burst of edits draws one picture. */
const DELAY_MS = 1_500;

export class ShelfNote {
  #look: () => Seen;
  #write: (seen: Partial<Seen> & { readonly changedAt?: number }) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changedAt: number | undefined;

  constructor(look: () => Seen, write: (seen: Partial<Seen> & { readonly changedAt?: number }) => void) {
    this.#look = look;
    this.#write = write;
  }

  /** The map changed now. */
  changed(): void {
    this.#changedAt = Date.now();
    this.drawn();
  }

  /** The picture is worth noting, though nobody changed the map. */
  drawn(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), DELAY_MS);
  }

  /** Notes at once what is waiting to be noted. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { picture, ...seen } = this.#look();
    const changedAt = this.#changedAt === undefined ? {} : { changedAt: this.#changedAt };
    this.#write({ ...seen, ...changedAt, ...(picture === null ? {} : { picture }) });
    this.#changedAt = undefined;
  }
}
