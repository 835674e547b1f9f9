/** Documents for tests: small maps, peers that can be cut off from each other, and random gestures. */
import * as Y from 'yjs';
import {
  addPerson,
  addRelation,
  addUnit,
  applyChange,
  createMapDoc,
  createUndo,
  editPerson,
  editRelation,
  editUnit,
  gesture,
  movePerson,
  moveUnit,
  readMap,
  removePeople,
  removeRelations,
  removeUnit,
  restorePerson,
  restoreRelations,
  restoreUnit,
  reverseRelation,
  setAttitude,
  setLayoutRecord,
  setMapName,
  setScale,
  toggleMark,
  toggleRole,
  type Undo,
} from '../../src/document/index.ts';
import { LAYERS, MARKS, RELATION_KINDS, ROLES } from '../../src/model/index.ts';

/** How many random cases a property test tries; CI sets 1000. */
export const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 50);

/** A stream of whole numbers below the asked one, the same for the same seed (mulberry32). */
export function randomStream(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Two departments and four people: boss b over c and d, all in sales; e alone in it. */
export function smallDoc(): Y.Doc {
  const doc = createMapDoc();
  gesture(doc, () => {
    addUnit(doc, { id: 'sales', name: 'Sales' });
    addUnit(doc, { id: 'it', name: 'IT' });
    addPerson(doc, { id: 'b', name: 'Bo', title: 'CEO', unit: 'sales' });
    addPerson(doc, { id: 'c', name: 'Cy', title: 'Manager', unit: 'sales', reportsTo: 'b' });
    addPerson(doc, { id: 'd', name: 'Di', title: 'Engineer', unit: 'sales', reportsTo: 'b' });
    addPerson(doc, { id: 'e', name: 'Ed', title: 'Head of IT', unit: 'it' });
  });
  return doc;
}

/** Gives each document what the other has. */
export function exchange(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), 'peer');
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), 'peer');
}

/** A copy of a document, as a colleague's. */
export function colleagueOf(doc: Y.Doc): Y.Doc {
  const copy = createMapDoc();
  exchange(doc, copy);
  return copy;
}

export interface Peer {
  readonly doc: Y.Doc;
  readonly undo: Undo;
}

export function createPeer(clientId: number): Peer {
  const doc = createMapDoc();
  doc.clientID = clientId;
  return { doc, undo: createUndo(doc) };
}

/** One random gesture of a person at a peer: a command on random things, an undo or a redo. */
export function randomGesture({ doc, undo }: Peer, pick: (below: number) => number, newId: string): void {
  const { map, removed } = readMap(doc);
  const one = <T>(items: Iterable<T>): T | undefined => {
    const all = [...items];
    return all.length === 0 ? undefined : all[pick(all.length)];
  };
  const person = one(map.people.keys()) ?? 'nobody';
  const other = one(map.people.keys()) ?? 'nobody';
  const unit = one(map.units.keys()) ?? null;
  const relation = one([...map.relations.keys(), `reports:${person}`])!;
  const gestures: (() => unknown)[] = [
    () =>
      addPerson(doc, {
        id: `p${newId}`,
        name: `N${newId}`,
        title: one(['CEO', 'Manager', ''])!,
        unit,
        reportsTo: person,
      }),
    () => addPerson(doc, { id: `q${newId}`, name: '', unit, after: person }),
    () => addUnit(doc, { id: `u${newId}`, name: `U${newId}`, parent: pick(2) ? unit : null }),
    () => editPerson(doc, person, { name: `R${newId}`, fields: { Phone: newId } }),
    () => editPerson(doc, person, { layer: one(LAYERS)!, power: 1 + pick(5), weight: pick(101) }),
    () => movePerson(doc, [person], { unit, reportsTo: other }),
    () => movePerson(doc, [person], { before: other }),
    () => movePerson(doc, [person], { unit }),
    () => removePeople(doc, [person]),
    () => restorePerson(doc, one(removed.people)?.id ?? 'nobody'),
    () => toggleRole(doc, [person, other], one(ROLES)!),
    () => toggleMark(doc, person, one(MARKS)!),
    () => setAttitude(doc, [person], pick(5) - 2),
    () => addRelation(doc, { kind: one(RELATION_KINDS)!, from: person, to: other, note: newId }),
    () => editRelation(doc, relation, { kind: one(RELATION_KINDS)!, strength: 2 }),
    () => reverseRelation(doc, relation),
    () => removeRelations(doc, [relation]),
    () => unit !== null && moveUnit(doc, unit, { parent: one(map.units.keys()) ?? null }),
    () => unit !== null && (pick(2) ? removeUnit(doc, unit) : editUnit(doc, unit, { name: newId, hue: pick(16) })),
    () => restoreUnit(doc, one(removed.units)?.id ?? 'none'),
    () => setMapName(doc, `Map ${newId}`),
    () => setScale(doc, pick(2) ? '3..-1' : '+2..-2'),
    () => setLayoutRecord(doc, 'fishbone', { [person]: { side: pick(2) }, [other]: { at: pick(9) } }),
    () => gesture(doc, () => (toggleMark(doc, person, 'kp'), editPerson(doc, other, { notes: newId }))),
    () => restoreRelations(doc, [one(removed.relations)?.id ?? 'none']),
    () =>
      applyChange(doc, {
        units: [{ id: `i${pick(4)}`, name: newId, parent: unit }],
        people: [
          {
            id: `s${pick(6)}`,
            create: true,
            set: { name: newId, unit: `i${pick(4)}`, reportsTo: person, roles: ['A'] },
          },
          { id: person, create: false, set: { reportsTo: `s${pick(6)}`, fields: { Mail: newId } } },
        ],
        relations: [{ kind: 'influence', from: person, to: `s${pick(6)}` }],
      }),
    () => undo.undo(),
    () => undo.undo(),
    () => undo.redo(),
  ];
  gestures[pick(gestures.length)]!();
}
