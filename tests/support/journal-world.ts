/** A room's way to a real store, without sockets: what is said, held up, refused, and what a snapshot may hold. */
import * as Y from 'yjs';
import { NO_BUS } from '../../server/bus/no-bus.ts';
import { DEFAULT_LIMITS, type Limits } from '../../server/index.ts';
import { NO_METER } from '../../server/meter.ts';
import { MapSize } from '../../server/rooms/map-size.ts';
import { RoomDoc } from '../../server/rooms/room-doc.ts';
import { RoomJournal } from '../../server/rooms/room-journal.ts';
import type { Store, StoredDocument } from '../../server/store/store.ts';

export const DOCUMENT = 'aaaaaaaaaaaaaaaaaaaaaa';

/** Steps of one server towards a store: each waits for what a test says, and may throw. */
export interface Gates {
  append: (call: number) => Promise<void> | void;
  compact: (call: number) => Promise<void> | void;
}

export interface Compaction {
  readonly state: Uint8Array;
  readonly seq: number;
}

/** Of everybody who shares a store: what is in its log, and the snapshots that were written. */
export interface Ledger {
  readonly rows: Uint8Array[];
  readonly compactions: Compaction[];
  /** What was wrong with any of them. */
  readonly faults: string[];
}

/** The real store behind gates. Every snapshot is compared with the log at the moment in which it is written. */
export function gatedStore(store: Store, ledger: Ledger): { store: Store; gates: Gates } {
  const gates: Gates = { append: () => undefined, compact: () => undefined };
  let [appends, compactions] = [0, 0];
  const append: Store['append'] = async (document, updates) => {
    await gates.append((appends += 1));
    const seq = await store.append(document, updates);
    updates.forEach((update, i) => (ledger.rows[seq - updates.length + i] = update));
    return seq;
  };
  const compact: Store['compact'] = async (document, state, seq) => {
    await gates.compact((compactions += 1));
    ledger.faults.push(...faultsOf(ledger, { state, seq }));
    ledger.compactions.push({ state, seq });
    return store.compact(document, state, seq);
  };
  const gated = new Proxy(store, {
    get(target, name) {
      if (name === 'append') return append;
      if (name === 'compact') return compact;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { store: gated, gates };
}

/** Every row up to its number is to be in the snapshot, and nothing that is in no row. */
function faultsOf({ rows }: Ledger, { state, seq }: Compaction): string[] {
  const early = newIn(state, docOf(rows));
  const missing = newIn(Y.mergeUpdates(rows.slice(0, seq)), docOf([state]));
  return [
    ...(early > 0 ? [`snapshot ${seq} holds ${early} that no row has`] : []),
    ...(missing > 0 ? [`snapshot ${seq} lacks ${missing} of its rows`] : []),
  ];
}

function newIn(update: Uint8Array, doc: Y.Doc): number {
  return Y.decodeUpdate(Y.diffUpdate(update, Y.encodeStateVector(doc))).structs.length;
}

export function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

/** What somebody who opens the document now is given. */
export async function keysIn(store: Store): Promise<string[]> {
  const { snapshot, tail }: StoredDocument = await store.load(DOCUMENT);
  return [
    ...docOf(snapshot === null ? tail : [snapshot, ...tail])
      .getMap('m')
      .keys(),
  ].sort();
}

export interface Desk {
  readonly doc: RoomDoc;
  readonly journal: RoomJournal;
  /** An edit, in the open turn. */
  say(key: string): void;
  /** The turn ends: what was said in it is written, and acknowledged when it is on disk. */
  endTurn(): void;
  readonly saved: string[];
  readonly faults: string[];
  keys(): string[];
}

/** One server's room as far as the store is concerned. */
export async function openDesk(store: Store, limits: Partial<Limits> = {}, doc = new RoomDoc()): Promise<Desk> {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const [saved, faults]: [string[], string[]] = [[], []];
  let turn: { key: string; update: Uint8Array }[] = [];
  const endTurn = (): void => {
    const said = turn;
    turn = [];
    if (said.length === 0) return;
    const saver = { sendSaved: () => void saved.push(...said.map(({ key }) => key)) };
    journal.write(
      said.map(({ update }) => update),
      new Map([[saver, 1]]),
    );
  };
  const journal = new RoomJournal({
    document: DOCUMENT,
    doc,
    size: new MapSize(doc, all, () => undefined),
    store,
    bus: NO_BUS,
    meter: NO_METER,
    limits: all,
    log: () => undefined,
    onWhole: () => undefined,
    beforePulled: () => undefined,
    onPulled: () => undefined,
    handOver: endTurn,
    onFault: (step) => void faults.push(step),
  });
  await journal.load();
  return {
    doc,
    journal,
    say(key) {
      const update = doc.observed(() => doc.getMap('m').set(key, 1));
      if (update !== null) turn.push({ key, update });
    },
    endTurn,
    saved,
    faults,
    keys: () => [...doc.getMap('m').keys()].sort(),
  };
}
