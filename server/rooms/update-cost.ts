import * as Y from 'yjs';
import type { ScannedStruct, UpdateScan } from './update-scan.ts';
/** As far as it matters here: any shared type, or where one will be that has not come yet. */
type Parent = { readonly _start: Y.Item | null; readonly _map: ReadonlyMap<string, Y.Item> } | string;

/** The items that follow each other in one list, or that were set under one key of a map. */
interface Chain {
  readonly parent: Parent;
  readonly key: string | null;
  /** How many of it the update brings, and for how many of those another item is after the same place. */
  items: number;
  rivals: number;
  /** Somebody is after its end. */
  isBegun: boolean;
}

/**
 * Whether Yjs might need more than `maxSteps` to find the places of an update's items. For an item that finds a rival at
 * its place it may look at all of the list, or at all that a key ever was: two runs of 8,000 items for one place are
 * 100 KB and half a minute. What people do has a handful of rivals. Linear in the update; with many rivals, also in
 * what the document has at their places.
 */
export function isDearToPlace(doc: Y.Doc, scan: UpdateScan, maxSteps: number): boolean {
  const places = new Places(doc, scan);
  const fresh: ScannedStruct[] = [];
  const rivals = new Set<ScannedStruct>();
  for (const struct of scan.structs) {
    if (!isItem(struct) || places.isKnown(struct)) continue;
    fresh.push(struct);
    if (places.hasRival(struct)) rivals.add(struct);
  }
  if (rivals.size === 0) return false;
  let known = 0;
  for (const ofClient of doc.store.clients.values()) known += ofClient.length;
  if (rivals.size * (fresh.length + known) <= maxSteps) return false;
  for (const item of fresh) places.count(item, rivals.has(item));
  return places.steps() > maxSteps;
}

function isItem({ kind }: ScannedStruct): boolean {
  return kind !== 'gc' && kind !== 'skip';
}

class Places {
  readonly #doc: Y.Doc;
  readonly #scan: UpdateScan;
  #arriving: ReadonlyMap<number, readonly ScannedStruct[]> | null = null;
  readonly #chains = new Map<Parent, Map<string | null, Chain>>();
  readonly #chainOf = new Map<ScannedStruct, Chain | null>();
  /** What is followed by an item of this update. */
  readonly #followed = new Map<number, Set<number>>();
  #last: { readonly id: Y.ID; readonly parent: Parent | null } | null = null;

  constructor(doc: Y.Doc, scan: UpdateScan) {
    this.#doc = doc;
    this.#scan = scan;
  }

  isKnown({ client, clock, length }: ScannedStruct): boolean {
    return clock + length <= Y.getState(this.#doc.store, client);
  }

  /** To be asked once of each item, in the order of the update. */
  hasRival(item: ScannedStruct): boolean {
    const { origin, rightOrigin } = item;
    if (origin === null) {
      const chain = rightOrigin === null ? this.#chainAt(this.#parentOf(item), item.parentSub) : null;
      if (chain === null || chain.isBegun) return true;
      chain.isBegun = true;
      return firstOf(chain) !== null;
    }
    const followed = this.#followed.get(origin.client) ?? new Set();
    if (followed.size === 0) this.#followed.set(origin.client, followed);
    if (followed.has(origin.clock)) return true;
    followed.add(origin.clock);
    const before = this.#known(origin);
    return before instanceof Y.Item && (before.right !== null || before.id.clock + before.length > origin.clock + 1);
  }

  count(item: ScannedStruct, isRival: boolean): void {
    const chain = this.#chainWith(item);
    if (chain === null) return;
    chain.items += 1;
    if (isRival) chain.rivals += 1;
  }

  steps(): number {
    let steps = 0;
    for (const ofParent of this.#chains.values()) {
      for (const chain of ofParent.values()) {
        if (chain.rivals > 0) steps += chain.rivals * (chain.items + lengthOf(chain));
      }
    }
    return steps;
  }

  /** Along the neighbours to one whose parent is known. Without recursion: a list may be a million items long. */
  #chainWith(item: ScannedStruct): Chain | null {
    const path = new Set<ScannedStruct>();
    let chain: Chain | null | undefined;
    for (let here = item; chain === undefined;) {
      path.add(here);
      const neighbour = here.origin ?? here.rightOrigin;
      const there = neighbour && (this.#known(neighbour) ?? this.#coming(neighbour));
      if (neighbour === null) chain = this.#chainAt(this.#parentOf(here), here.parentSub);
      // What hangs on something missing, on garbage or on itself finds no place at all.
      else if (there === null || there instanceof Y.GC) chain = null;
      else if (there instanceof Y.Item) {
        chain = there.parent instanceof Y.AbstractType ? this.#chainAt(there.parent, there.parentSub) : null;
      } else if (!isItem(there) || path.has(there)) chain = null;
      else {
        chain = this.#chainOf.get(there);
        here = there;
      }
    }
    for (const member of path) this.#chainOf.set(member, chain);
    return chain;
  }

  #chainAt(parent: Parent | null, key: string | null): Chain | null {
    if (parent === null) return null;
    let ofParent = this.#chains.get(parent);
    if (ofParent === undefined) this.#chains.set(parent, (ofParent = new Map()));
    let chain = ofParent.get(key);
    if (chain === undefined) ofParent.set(key, (chain = { parent, key, items: 0, rivals: 0, isBegun: false }));
    return chain;
  }

  /** Null for what is no parent. Things of one parent come one after the other, so the last is remembered. */
  #parentOf({ parent }: ScannedStruct): Parent | null {
    if (typeof parent === 'string') return this.#doc.share.get(parent) ?? parent;
    if (!(parent instanceof Y.ID)) return null;
    if (this.#last === null || !Y.compareIDs(this.#last.id, parent)) {
      this.#last = { id: parent, parent: this.#typeAt(parent) };
    }
    return this.#last.parent;
  }

  #typeAt(id: Y.ID): Parent | null {
    const owner = this.#known(id);
    if (owner === null) return `${id.client} ${id.clock}`;
    return owner instanceof Y.Item && owner.content instanceof Y.ContentType ? owner.content.type : null;
  }

  #known(id: Y.ID): Y.Item | Y.GC | null {
    return id.clock < Y.getState(this.#doc.store, id.client) ? Y.getItem(this.#doc.store, id) : null;
  }

  #coming({ client, clock }: Y.ID): ScannedStruct | null {
    this.#arriving ??= structsByClient(this.#scan);
    const structs = this.#arriving.get(client) ?? [];
    let [low, high] = [0, structs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((structs[middle]?.clock ?? Infinity) <= clock) low = middle + 1;
      else high = middle;
    }
    return structs[low - 1] ?? null;
  }
}

function structsByClient({ structs }: UpdateScan): ReadonlyMap<number, readonly ScannedStruct[]> {
  const all = new Map<number, ScannedStruct[]>();
  for (const struct of structs) {
    const ofClient = all.get(struct.client);
    if (ofClient === undefined) all.set(struct.client, [struct]);
    else ofClient.push(struct);
  }
  return all;
}

/** For a key it is the last that was set; what matters is whether there is one. */
function firstOf({ parent, key }: Chain): Y.Item | null {
  if (typeof parent === 'string') return null;
  return key === null ? parent._start : (parent._map.get(key) ?? null);
}

function lengthOf(chain: Chain): number {
  let length = 0;
  for (let item = firstOf(chain); item !== null; item = chain.key === null ? item.right : item.left) length += 1;
  return length;
}
