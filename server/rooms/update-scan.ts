/**
 * Reads an update's frame without its content. `Y.decodeUpdate` builds whatever it finds, a whole `Y.Doc` for ten bytes
 * among it; this tells beforehand what is there, how much of it, and whether it is anything our documents write.
 */
import * as Y from 'yjs';
import { UnreadableUpdate, UpdateReader, type Obstacle, type ValueCaps } from './update-reader.ts';

/** What a document of maps consists of: collected ranges, holes, deleted content, plain values and bytes, nested maps. */
export type StructKind = 'gc' | 'skip' | 'deleted' | 'value' | 'map';

export interface ScannedStruct {
  readonly kind: StructKind;
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  readonly origin: Y.ID | null;
  readonly rightOrigin: Y.ID | null;
  /** A root's name, or the item that holds the parent; null: that of its neighbours. */
  readonly parent: Y.ID | string | null;
  readonly parentSub: string | null;
}

/** All that an update brings of one client: from `start` up to `end`, without a gap. */
export interface Section {
  readonly client: number;
  readonly start: number;
  readonly end: number;
}

export interface Deletions {
  readonly client: number;
  /** Start and end, start and end, ... */
  readonly ranges: readonly number[];
}

export interface UpdateScan {
  /** Of sections and structs, without the deletions. */
  readonly structBytes: number;
  readonly sections: readonly Section[];
  readonly structs: readonly ScannedStruct[];
  readonly deletions: readonly Deletions[];
}

export interface ScanCaps extends ValueCaps {
  readonly updateStructs: number;
  readonly updateDeletions: number;
}

/** Clocks end here: far above what a person's edits reach, far below where numbers lose precision. */
const MAX_CLOCK = 2 ** 40;

/** Bits of a struct's first byte, and numbers of contents: Yjs's own. */
const [HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_KEY, CONTENT] = [0x80, 0x40, 0x20, 0x1f];
const [GC, DELETED, BINARY, TYPE, ANY, SKIP] = [0, 1, 3, 7, 8, 10];
const Y_MAP = 1;

/** Linear in the update. Never throws. */
export function scanUpdate(update: Uint8Array, caps: ScanCaps): UpdateScan | Obstacle {
  try {
    return new Scanner(update, caps).scan();
  } catch (error) {
    if (error instanceof UnreadableUpdate) return error.obstacle;
    throw error;
  }
}

class Scanner {
  readonly #reader: UpdateReader;
  readonly #caps: ScanCaps;
  readonly #sections: Section[] = [];
  readonly #structs: ScannedStruct[] = [];

  constructor(update: Uint8Array, caps: ScanCaps) {
    this.#reader = new UpdateReader(update, caps);
    this.#caps = caps;
  }

  scan(): UpdateScan {
    const clients = new Set<number>();
    for (let left = this.#reader.count(3); left > 0; left -= 1) {
      const section = this.#section();
      // Of two sections of one client Yjs would forget the first.
      if (clients.has(section.client)) throw new UnreadableUpdate('malformed');
      clients.add(section.client);
      this.#sections.push(section);
    }
    const structBytes = this.#reader.position;
    return { structBytes, sections: this.#sections, structs: this.#structs, deletions: this.#deletions() };
  }

  #section(): Section {
    const count = this.#reader.count(2);
    if (this.#structs.length + count > this.#caps.updateStructs) throw new UnreadableUpdate('too-dear');
    const client = this.#reader.varUint();
    const start = this.#reader.varUint();
    let end = start;
    for (let i = 0; i < count; i++) {
      const struct = this.#struct(client, end);
      end += struct.length;
      if (struct.length < 1 || end > MAX_CLOCK) throw new UnreadableUpdate('malformed');
      this.#structs.push(struct);
    }
    return { client, start, end };
  }

  #struct(client: number, clock: number): ScannedStruct {
    const reader = this.#reader;
    const info = reader.byte();
    const content = info & CONTENT;
    if (content === GC || content === SKIP) {
      const kind = content === GC ? 'gc' : 'skip';
      const length = reader.varUint();
      return { kind, client, clock, length, origin: null, rightOrigin: null, parent: null, parentSub: null };
    }
    const origin = (info & HAS_ORIGIN) === 0 ? null : this.#id();
    const rightOrigin = (info & HAS_RIGHT_ORIGIN) === 0 ? null : this.#id();
    const isAlone = origin === null && rightOrigin === null;
    const parent = isAlone ? this.#parent() : null;
    const parentSub = isAlone && (info & HAS_KEY) !== 0 ? reader.text() : null;
    // The beginning of a list or text: a map has a key for everything.
    if (isAlone && parentSub === null) throw new UnreadableUpdate('malformed');
    const kind = kindOf(content);
    return { kind, client, clock, length: this.#content(content), origin, rightOrigin, parent, parentSub };
  }

  #id(): Y.ID {
    return Y.createID(this.#reader.varUint(), this.#reader.varUint());
  }

  #parent(): Y.ID | string {
    return this.#reader.varUint() === 1 ? this.#reader.text() : this.#id();
  }

  /** Reads past it; how many clocks it takes. */
  #content(content: number): number {
    const reader = this.#reader;
    if (content === DELETED) return reader.varUint();
    if (content === ANY) {
      const count = reader.count(1);
      for (let i = 0; i < count; i++) reader.skipValue();
      return count;
    }
    if (content === BINARY) reader.skipBytes();
    else if (reader.varUint() !== Y_MAP) throw new UnreadableUpdate('malformed');
    return 1;
  }

  #deletions(): Deletions[] {
    const all: Deletions[] = [];
    const clients = new Set<number>();
    let total = 0;
    for (let left = this.#reader.count(2); left > 0; left -= 1) {
      const client = this.#reader.varUint();
      const count = this.#reader.count(2);
      total += count;
      if (clients.has(client)) throw new UnreadableUpdate('malformed');
      if (total > this.#caps.updateDeletions) throw new UnreadableUpdate('too-dear');
      clients.add(client);
      const ranges: number[] = [];
      for (let i = 0; i < count; i++) ranges.push(...this.#range());
      all.push({ client, ranges });
    }
    return all;
  }

  #range(): [number, number] {
    const start = this.#reader.varUint();
    const end = start + this.#reader.varUint();
    if (end > MAX_CLOCK) throw new UnreadableUpdate('malformed');
    return [start, end];
  }
}

/** Lists, texts, formats and documents in documents are none of ours: each is a way to cost much with few bytes. */
function kindOf(content: number): StructKind {
  if (content === DELETED) return 'deleted';
  if (content === ANY || content === BINARY) return 'value';
  if (content === TYPE) return 'map';
  throw new UnreadableUpdate('malformed');
}
