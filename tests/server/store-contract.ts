/** What every store keeps to: server/store/store.ts, SPEC.md §8. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { MapMeta } from '../../server/store/map-meta.ts';
import { newMeta } from '../../server/store/map-meta.ts';
import type { Store } from '../../server/store/store.ts';

/** A place where maps are kept; opening it again shows what was kept. */
export interface StorePlace {
  open(): Promise<Store>;
}

export const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
export const plain = (arrays: readonly Uint8Array[]): number[][] => arrays.map((array) => [...array]);

/** Everything that is known about a document, to be compared whole. */
export async function contentOf(store: Store, document: string) {
  const { snapshot, seq, tail } = await store.load(document);
  return { snapshot: snapshot === null ? null : [...snapshot], seq, tail: plain(tail) };
}

const withEpoch = (meta: MapMeta): MapMeta => ({ ...meta, epochs: { ...meta.epochs, edit: meta.epochs.edit + 1 } });

/** `newPlace` makes an empty place. */
export function describeStore(name: string, newPlace: () => Promise<StorePlace>): void {
  const open = async (): Promise<Store> => {
    const store = await (await newPlace()).open();
    onTestFinished(() => store.close());
    return store;
  };

  describe(`${name}: records`, () => {
    it('[T1] keeps what is known about a map, and makes none twice', async () => {
      const store = await open();
      const meta = newMeta(5);
      expect(await store.readMeta('a')).toBeNull();
      await store.createMap('a', meta);
      expect(await store.readMeta('a')).toEqual(meta);
      await expect(store.createMap('a', newMeta(6))).rejects.toThrow('there is such a map already');
      expect(await store.readMeta('a')).toEqual(meta);
    });

    it('[T1] keeps every character of a name', async () => {
      const store = await open();
      const name = '王 "Ö" \\ \u0000 \u2028 🐟';
      const link = { id: 'abcdefgh', name, role: 'view', created: 1, revoked: null, seen: null, expires: 0 } as const;
      await store.createMap('a', { ...newMeta(5), links: [link] });
      expect((await store.readMeta('a'))?.links).toEqual([link]);
    });

    it('[T1] concurrent changes of a record come one after the other', async () => {
      const store = await open();
      await store.createMap('a', newMeta(5));
      const results = await Promise.all(Array.from({ length: 20 }, () => store.updateMeta('a', withEpoch)));
      expect(results.map((meta) => meta?.epochs.edit)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect((await store.readMeta('a'))?.epochs.edit).toBe(20);
    });

    it('[T1] a change of no map gives null, one that throws changes nothing and disturbs no other', async () => {
      const store = await open();
      expect(await store.updateMeta('a', withEpoch)).toBeNull();
      await store.createMap('a', newMeta(5));
      const failing = store.updateMeta('a', () => {
        throw new Error('no');
      });
      const next = store.updateMeta('a', withEpoch);
      await expect(failing).rejects.toThrow('no');
      expect((await next)?.epochs.edit).toBe(1);
      expect(await store.updateMeta('a', (meta) => meta)).toEqual(await store.readMeta('a'));
    });

    it('[T1] lists every map in the order of ids', async () => {
      const store = await open();
      const ids = ['b', '_', 'B', 'a', '-', '0', 'aa', 'Z'];
      for (const id of ids) await store.createMap(id, newMeta(1));
      const listed: string[] = [];
      for await (const id of store.mapIds()) listed.push(id);
      expect(listed).toEqual([...ids].sort());
    });
  });

  describe(`${name}: log`, () => {
    it('[T2] [N2] numbers updates per document and gives them back in order', async () => {
      const store = await open();
      const numbers = await Promise.all([
        store.append('a', [bytes(1)]),
        store.append('ab', [bytes(9)]),
        store.append('a', [bytes(2), bytes(3)]),
      ]);
      expect(numbers).toEqual([1, 1, 3]);
      expect(await contentOf(store, 'a')).toEqual({ snapshot: null, seq: 3, tail: [[1], [2], [3]] });
      expect(await contentOf(store, 'none')).toEqual({ snapshot: null, seq: 0, tail: [] });
    });

    it('[T3] a load sees appends that nobody has waited for, in the order of calls', async () => {
      const store = await open();
      for (let i = 0; i < 300; i++) void store.append('a', [bytes(i % 256, i >> 8)]);
      const { tail } = await store.load('a');
      expect(plain(tail)).toEqual(Array.from({ length: 300 }, (_, i) => [i % 256, i >> 8]));
    });

    it('[T3] gives what came after a number, and null when the log no longer reaches back to it', async () => {
      const store = await open();
      await store.append('a', [bytes(1), bytes(2), bytes(3)]);
      const after = async (seq: number) => {
        const since = await store.since('a', seq);
        return since && { seq: since.seq, updates: plain(since.updates) };
      };
      expect(await after(0)).toEqual({ seq: 3, updates: [[1], [2], [3]] });
      expect(await after(2)).toEqual({ seq: 3, updates: [[3]] });
      expect(await after(3)).toEqual({ seq: 3, updates: [] });
      await store.compact('a', bytes(12), 2);
      expect([await after(1), await after(2), await after(3)]).toEqual([
        null,
        { seq: 3, updates: [[3]] },
        { seq: 3, updates: [] },
      ]);
      expect(await store.since('none', 0)).toEqual({ seq: 0, updates: [] });
    });

    it('[T16] says where the log ends, also to who believes it to be longer', async () => {
      const store = await open();
      await store.append('a', [bytes(1), bytes(2)]);
      expect(await store.since('a', 30)).toEqual({ seq: 2, updates: [] });
      await store.compact('a', bytes(12), 2);
      expect(await store.since('a', 30)).toEqual({ seq: 2, updates: [] });
      expect(await store.since('none', 30)).toEqual({ seq: 0, updates: [] });
    });

    it('[T3] keeps updates of any size', async () => {
      const store = await open();
      const sizes = [0, 1, 3000, 8 * 1024 * 1024, 2];
      await Promise.all(sizes.map((size) => store.append('a', [new Uint8Array(size).fill(size % 251)])));
      const { tail } = await store.load('a');
      expect(tail.map((update) => [update.length, update.at(-1) ?? null])).toEqual(
        sizes.map((size) => [size, size === 0 ? null : size % 251]),
      );
    });
  });

  describe(`${name}: snapshots`, () => {
    it('[T4] a snapshot replaces the log up to its number and nothing after it', async () => {
      const store = await open();
      for (const value of [1, 2, 3]) await store.append('a', [bytes(value)]);
      expect(await store.compact('a', bytes(12), 2)).toBe(true);
      expect(await contentOf(store, 'a')).toEqual({ snapshot: [12], seq: 3, tail: [[3]] });
      expect(await store.compact('a', bytes(123), 3)).toBe(true);
      expect(await store.append('a', [bytes(4)])).toBe(4);
      expect(await contentOf(store, 'a')).toEqual({ snapshot: [123], seq: 4, tail: [[4]] });
    });

    it('[T4] a snapshot that is not newer changes nothing', async () => {
      const store = await open();
      await store.append('a', [bytes(1), bytes(2)]);
      expect(await store.compact('a', bytes(12), 2)).toBe(true);
      const before = await contentOf(store, 'a');
      expect([await store.compact('a', bytes(9), 2), await store.compact('a', bytes(9), 1)]).toEqual([false, false]);
      expect(await contentOf(store, 'a')).toEqual(before);
    });

    it('[T9] no snapshot brings back what was erased', async () => {
      const store = await open();
      await store.append('a', [bytes(1), bytes(2)]);
      await store.erase('a');
      expect(await store.compact('a', bytes(12), 2)).toBe(false);
      expect(await contentOf(store, 'a')).toEqual({ snapshot: null, seq: 0, tail: [] });
    });

    it('[T4] of snapshots written at once the newest stays, and nothing behind it is lost', async () => {
      const store = await open();
      const last = await store.append('a', [bytes(1), bytes(2), bytes(3), bytes(4)]);
      await Promise.all([store.compact('a', bytes(13), 3), store.compact('a', bytes(11), 1)]);
      // Where several servers share the store it may be that one of them was at it and the newer one gave way.
      const { snapshot, seq, tail } = await contentOf(store, 'a');
      expect([seq, tail]).toEqual([last, snapshot?.[0] === 13 ? [[4]] : [[2], [3], [4]]]);
      expect(await store.compact('a', bytes(14), 4)).toBe(true);
      await Promise.all([store.append('a', [bytes(5)]), store.compact('a', bytes(12), 2)]);
      expect(await contentOf(store, 'a')).toEqual({ snapshot: [14], seq: 5, tail: [[5]] });
    });

    it('[T4] edits that go on while snapshots are written stay in order and whole', async () => {
      const store = await open();
      const appended: Promise<number>[] = [];
      for (let i = 0; i < 200; i++) {
        appended.push(store.append('a', [bytes(i)]));
        if (i % 20 === 19) await store.compact('a', bytes(i), await appended[i - 5]!);
      }
      expect(await Promise.all(appended)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
      const { snapshot, seq, tail } = await contentOf(store, 'a');
      expect([snapshot, seq]).toEqual([[199], 200]);
      expect(tail).toEqual([[195], [196], [197], [198], [199]]);
    });
  });

  describe(`${name}: history`, () => {
    it('[T9] keeps states of the past, oldest first, each replaced by one of the same moment', async () => {
      const store = await open();
      await store.putHistory('a', 2000, bytes(2));
      await store.putHistory('a', 1000, bytes(1, 1));
      await store.putHistory('a', 2000, bytes(2, 2, 2));
      await store.putHistory('a.comments', 1500, bytes(7));
      expect(await store.listHistory('a')).toEqual([
        { at: 1000, bytes: 2 },
        { at: 2000, bytes: 3 },
      ]);
      expect([...((await store.readHistory('a', 2000)) ?? [])]).toEqual([2, 2, 2]);
      expect(await store.readHistory('a', 1500)).toBeNull();
      await store.dropHistory('a', [1000, 5]);
      expect(await store.listHistory('a')).toEqual([{ at: 2000, bytes: 3 }]);
    });

    it('[T9] erasing a map removes both documents and their history, not the record, and no other map', async () => {
      const store = await open();
      await store.createMap('a', newMeta(5));
      for (const document of ['a', 'a.comments', 'ab']) {
        await store.append(document, [bytes(1), bytes(2)]);
        await store.compact(document, bytes(1), 1);
        await store.putHistory(document, 1000, bytes(1));
      }
      void store.append('a', [bytes(3)]);
      await store.erase('a');
      for (const document of ['a', 'a.comments']) {
        expect(await contentOf(store, document)).toEqual({ snapshot: null, seq: 0, tail: [] });
        expect(await store.listHistory(document)).toEqual([]);
      }
      expect(await store.readMeta('a')).toEqual(newMeta(5));
      expect(await contentOf(store, 'ab')).toEqual({ snapshot: [1], seq: 2, tail: [[2]] });
    });
  });

  describe(`${name}: closing`, () => {
    it('[T5] everything is there again after a close, what nobody waited for too', async () => {
      const place = await newPlace();
      const store = await place.open();
      await store.ping();
      await store.createMap('a', newMeta(5));
      await store.append('a', [bytes(1)]);
      await store.compact('a', bytes(10), 1);
      await store.putHistory('a', 1000, bytes(1));
      void store.append('a', [bytes(2)]);
      await store.close();
      const again = await place.open();
      onTestFinished(() => again.close());
      expect(await contentOf(again, 'a')).toEqual({ snapshot: [10], seq: 2, tail: [[2]] });
      expect(await again.readMeta('a')).toEqual(newMeta(5));
      expect(await again.listHistory('a')).toEqual([{ at: 1000, bytes: 1 }]);
      expect(await again.append('a', [bytes(3)])).toBe(3);
    });
  });
}
