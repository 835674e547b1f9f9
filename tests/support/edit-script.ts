/** A map and what each of many people will do to it, made beforehand, so that no client needs a document of its own. */
import * as Y from 'yjs';

export interface EditScript {
  /** The map as it is when they come. */
  readonly base: Uint8Array;
  readonly people: readonly Person[];
}

export interface Person {
  readonly clientId: number;
  /** Edits that build on `base` and on each other: number i is struct i of this client. */
  readonly moves: readonly Uint8Array[];
}

export const FIRST_CLIENT_ID = 1_000;

/** People of a map with as many cards, who each move a card of their own, from (0, 0) on to the right. */
export function writeEditScript(people: number, movesEach: number): EditScript {
  const source = new Y.Doc();
  source.clientID = 1;
  addCards(source, people);
  const base = Y.encodeStateAsUpdate(source);
  return {
    base,
    people: Array.from({ length: people }, (_, i) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, base);
      doc.clientID = FIRST_CLIENT_ID + i;
      const moves: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array) => moves.push(update));
      const card = cards(doc).get(`card ${i}`);
      for (let n = 0; n < movesEach; n++) card?.set('pos', [n * 8, i]);
      doc.destroy();
      return { clientId: doc.clientID, moves };
    }),
  };
}

/** A map of `cards` cards, each moved `moves / cards` times: first the cards, then every move, as updates. */
export function writeHistory(count: number, moves: number): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.transact(() => addCards(doc, count));
  for (let i = 0; i < moves; i++) {
    cards(doc)
      .get(`card ${(i * 7) % count}`)
      ?.set('pos', [i, i % 1_000]);
  }
  doc.destroy();
  return updates;
}

/** How many cards a state has. */
export function countCards(state: Uint8Array): number {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const { size } = cards(doc);
  doc.destroy();
  return size;
}

/** How many of each client's edits a state has. */
export function clocksOf(state: Uint8Array): Map<number, number> {
  return Y.parseUpdateMeta(state).to;
}

function cards(doc: Y.Doc): Y.Map<Y.Map<unknown>> {
  return doc.getMap('people');
}

function addCards(doc: Y.Doc, count: number): void {
  for (let i = 0; i < count; i++) {
    const card = new Y.Map<unknown>(
      Object.entries({ name: `王小明 ${i}`, title: 'Head of IT', layer: 'management', pos: [0, 0] }),
    );
    cards(doc).set(`card ${i}`, card);
  }
}
