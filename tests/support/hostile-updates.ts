/** Document messages that a hostile or broken client might send: material for hostile-frames.ts to mutate. */
import { encoding } from 'lib0';
import * as Y from 'yjs';
import { MESSAGE, SYNC } from '../../server/rooms/wire.ts';

/** Names that would reach into `Object.prototype` wherever something is kept in a plain object. */
export const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'] as const;

type Random = () => number;

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

export function integer(random: Random, below: number): number {
  return Math.floor(random() * below);
}

export function syncFrame(step: keyof typeof SYNC, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(encoder, SYNC[step]);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

function nestedJson(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { deep: value };
  return value;
}

/** One edit of any kind that Yjs knows, with the names and values nobody expects. */
function edit(doc: Y.Doc, random: Random): void {
  const key = random() < 0.3 ? pick(random, PROTOTYPE_KEYS) : `key ${integer(random, 20)}`;
  const edits: (() => void)[] = [
    () => doc.getMap('map').set(key, integer(random, 1e9)),
    () => doc.getMap(pick(random, PROTOTYPE_KEYS)).set(key, JSON.parse('{"__proto__":{"admin":true}}')),
    () => doc.getMap('map').delete(key),
    () => doc.getMap('map').set(key, new Y.Map([[key, 1]])),
    () => doc.getMap('map').set(key, nestedJson(integer(random, 60))),
    () => doc.getMap('map').set(key, new Uint8Array(integer(random, 300))),
    () => doc.getMap('map').set(key, new Y.Doc({ guid: key })),
    () => doc.getMap('map').set(key, [undefined, null, NaN, -0, 1n, '\uD800', '张伟']),
    () => doc.getArray('list').insert(integer(random, doc.getArray('list').length + 1), [key, new Y.Array(), 3]),
    () => doc.getArray('list').delete(0, Math.min(doc.getArray('list').length, integer(random, 4))),
    () => doc.getText('text').insert(integer(random, doc.getText('text').length + 1), `😀${key}`, { [key]: true }),
    () => doc.getText('text').insertEmbed(0, { [key]: nestedJson(5) }),
    () => doc.getXmlFragment('xml').insert(0, [new Y.XmlElement(key), new Y.XmlText('x')]),
  ];
  pick(random, edits)();
}

/** What one document said, edit by edit, from the first on: any but the first alone has a gap. */
export function history(random: Random, length: number): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = integer(random, 2 ** 32);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  while (updates.length < length) edit(doc, random);
  doc.destroy();
  return updates;
}

/** Maps inside maps, or arrays inside one value, `depth` deep. */
export function deepUpdate(random: Random, depth: number): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = integer(random, 2 ** 32);
  if (random() < 0.5) doc.getMap('map').set('deep', nestedJson(Math.min(depth, 1_500)));
  else {
    doc.transact(() => {
      let inner = doc.getMap<unknown>('map');
      for (let i = 0; i < depth; i++) {
        const next = new Y.Map<unknown>();
        inner.set('d', next);
        inner = next;
      }
    });
  }
  const update = Y.encodeStateAsUpdate(doc);
  if (random() < 0.3) {
    doc.getMap('map').delete('d');
    return Y.mergeUpdates([update, Y.encodeStateAsUpdate(doc)]);
  }
  return update;
}

const BOMB = new Uint8Array([1, 255, 255, 255, 15, 1, 0]);

/** Updates no client of Yjs would write: lengths, clocks and counts that are lies. */
export function forgedUpdate(random: Random): Uint8Array {
  if (random() < 0.2) return BOMB;
  const big = (): number =>
    pick(random, [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 39, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER, integer(random, 1e6)]);
  const encoder = encoding.createEncoder();
  const write = (value: number): void => encoding.writeVarUint(encoder, value);
  // One client with one struct: a collected range (0), deleted content (1) or a hole (10) of any length.
  const info = pick(random, [0, 0, 1, 10, 33, 200]);
  for (const value of [1, pick(random, [1, big()]), big(), pick(random, [0, big()])]) write(value);
  encoding.writeUint8(encoder, info);
  if (info === 1) {
    write(1);
    encoding.writeVarString(encoder, pick(random, PROTOTYPE_KEYS));
  }
  write(big());
  // Deletions: of one client, one range.
  for (const value of random() < 0.5 ? [0] : [1, big(), 1, big(), big()]) write(value);
  return encoding.toUint8Array(encoder);
}

/** As few bytes as possible for items that are all after one place, and take Yjs a step for each pair of them. */
export type Rivalry = 'values of a key' | 'old values of a key';

/**
 * An update of two clients with `count` items each. The higher one's first hangs on the last of the lower one, so that
 * Yjs places the lower one's first.
 */
export function rivals(count: number, kind: Rivalry): Uint8Array {
  const encoder = encoding.createEncoder();
  const [ofKey, behind] = [0x28, 0x88];
  const value = (): void => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeAny(encoder, null);
  };
  const first = (): void => {
    encoding.writeUint8(encoder, ofKey);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, 'm');
    encoding.writeVarString(encoder, 'k');
    value();
  };
  const after = (clock: number): void => {
    encoding.writeUint8(encoder, behind);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, clock);
    value();
  };
  const isOld = kind === 'old values of a key';
  for (const n of [2, count + 1, 2, 0]) encoding.writeVarUint(encoder, n);
  after(count - 1);
  const place = (before: number): void => (isOld && before >= 0 ? after(before) : first());
  for (let i = 0; i < count; i++) place(i);
  for (const n of [count, 1, 0]) encoding.writeVarUint(encoder, n);
  for (let i = 0; i < count; i++) place(i - 1);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** A list of `count` values, each an item of its own: Yjs would join them one by one, with a copy of all at each. */
export function longList(count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const n of [1, count, 1, 0]) encoding.writeVarUint(encoder, n);
  for (let i = 0; i < count; i++) {
    encoding.writeUint8(encoder, i === 0 ? 0x08 : 0x88);
    encoding.writeVarUint(encoder, 1);
    if (i === 0) encoding.writeVarString(encoder, 'm');
    else encoding.writeVarUint(encoder, i - 1);
    encoding.writeVarUint(encoder, 1);
    encoding.writeAny(encoder, undefined);
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** `count` documents inside a document, for ten bytes each: what Yjs builds for one is a hundred times as dear as a value. */
export function subdocuments(count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const n of [1, count, 1, 0]) encoding.writeVarUint(encoder, n);
  for (let i = 0; i < count; i++) {
    encoding.writeUint8(encoder, 0x29);
    encoding.writeVarUint(encoder, 1);
    for (const text of ['', i.toString(36), '']) encoding.writeVarString(encoder, text);
    encoding.writeAny(encoder, {});
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** `count` keys of one map, in few bytes each; of one client, or each of a client of its own. */
export function manyKeys(count: number, of: 'one client' | 'many clients'): Uint8Array {
  const encoder = encoding.createEncoder();
  const item = (i: number): void => {
    encoding.writeUint8(encoder, 0x28);
    encoding.writeVarUint(encoder, 1);
    for (const text of ['m', i.toString(36)]) encoding.writeVarString(encoder, text);
    encoding.writeVarUint(encoder, 1);
    encoding.writeAny(encoder, null);
  };
  if (of === 'one client') {
    for (const n of [1, count, 1, 0]) encoding.writeVarUint(encoder, n);
    for (let i = 0; i < count; i++) item(i);
  } else {
    encoding.writeVarUint(encoder, count);
    for (let i = 0; i < count; i++) {
      for (const n of [1, 2 ** 31 + i, 0]) encoding.writeVarUint(encoder, n);
      item(i);
    }
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** Deletions of one client, `count` times the same `length` clocks. */
export function deletions(count: number, length: number): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const n of [0, 1, 1, count]) encoding.writeVarUint(encoder, n);
  for (let i = 0; i < count; i++) for (const n of [0, length]) encoding.writeVarUint(encoder, n);
  return encoding.toUint8Array(encoder);
}

/** One value under one key: as many `{}` in one list, or lists in lists as deep. */
export function largeValue(count: number, shape: 'wide' | 'deep'): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const n of [1, 1, 1, 0, 0x28, 1]) encoding.writeVarUint(encoder, n);
  for (const text of ['m', 'k']) encoding.writeVarString(encoder, text);
  encoding.writeVarUint(encoder, 1);
  if (shape === 'wide') {
    encoding.writeUint8(encoder, 117);
    encoding.writeVarUint(encoder, count);
  }
  for (let i = 0; i < count; i++)
    for (const n of shape === 'wide' ? [118, 0] : [117, 1]) encoding.writeUint8(encoder, n);
  if (shape === 'deep') encoding.writeUint8(encoder, 126);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

/** A value joined from `length` ones under one key, and `cuts` items that refer to the middle of it. */
export function joinedValues(length: number, { cuts, isDeleted }: { cuts: number; isDeleted: boolean }): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const n of [2, cuts, 2, 0]) encoding.writeVarUint(encoder, n);
  for (let i = 0; i < cuts; i++) {
    encoding.writeUint8(encoder, 0x88);
    for (const n of [1, i, 1]) encoding.writeVarUint(encoder, n);
    encoding.writeAny(encoder, null);
  }
  for (const n of [1, 1, 0, 0x28, 1]) encoding.writeVarUint(encoder, n);
  for (const text of ['m', 'k']) encoding.writeVarString(encoder, text);
  encoding.writeVarUint(encoder, length);
  for (let i = 0; i < length; i++) encoding.writeAny(encoder, null);
  for (const n of isDeleted ? [1, 1, 1, 0, length] : [0]) encoding.writeVarUint(encoder, n);
  return encoding.toUint8Array(encoder);
}
