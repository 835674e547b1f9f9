/** The layout records of a document, by view; a change costs the view it belongs to only. */
import type * as Y from 'yjs';
import { isId, isJson, isSafeKey, type Dropped, type LayoutRecords } from '../model/index.ts';

type Entries = Readonly<Record<string, unknown>>;

export class LayoutDrafts {
  #records: Readonly<Record<string, Entries>> = {};
  #dropped = new Map<string, Dropped>();
  /** Null: everything. */
  #dirty: Set<string> | null = null;

  markDirty(keys: Iterable<string>): void {
    for (const key of keys) this.#dirty?.add(key);
  }

  /** The records as they are now; those of views that did not change stay the same objects. */
  read(root: Y.Map<unknown> | null): { readonly records: LayoutRecords; readonly dropped: readonly Dropped[] } {
    if (root && this.#dirty === null) {
      this.#records = {};
      this.#dropped.clear();
    }
    const keys = [...(this.#dirty ?? root?.keys() ?? [])].sort();
    this.#dirty = new Set();
    const news = new Map<string, Record<string, unknown>>();
    for (const key of keys) this.#take(key, root?.get(key), news);
    if (news.size > 0) {
      const views = [...news].map(([view, entries]) => [view, merged(this.#records[view], entries)] as const);
      const records = { ...this.#records, ...Object.fromEntries(views) };
      this.#records = Object.fromEntries(Object.entries(records).filter(([, entries]) => hasEntries(entries)));
    }
    return { records: this.#records as LayoutRecords, dropped: [...this.#dropped.values()] };
  }

  #take(key: string, value: unknown, news: Map<string, Record<string, unknown>>): void {
    const slash = key.indexOf('/');
    const view = key.slice(0, slash);
    const entry = key.slice(slash + 1);
    const path = `layout/${key.slice(0, 256)}`;
    this.#dropped.delete(key);
    const isName = slash >= 1 && isId(view) && isSafeKey(entry);
    if (value !== undefined && !isName) this.#dropped.set(key, { path, reason: 'forbidden-id' });
    if (!isName) return;
    const isGood = value !== undefined && isJson(value);
    if (value !== undefined && !isGood) this.#dropped.set(key, { path, reason: 'wrong-type' });
    let entries = news.get(view);
    if (!entries) news.set(view, (entries = {}));
    // Undefined takes an entry away.
    entries[entry] = isGood ? value : undefined;
  }
}

/** By key order, whichever way the entries came, so that all devices read the same. */
function merged(before: Entries | undefined, news: Entries): Entries {
  const isKnown = Object.keys(news).every((key) => before !== undefined && Object.hasOwn(before, key));
  const all = Object.entries({ ...before, ...news }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(isKnown ? all : all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hasEntries(entries: Entries): boolean {
  for (const _key in entries) return true;
  return false;
}
