/**
 * Undo and redo per gesture (SPEC.md D10-D14), by value: a step remembers what each key held before and after, and is
 * taken back only where the document still holds what the step left. Y.UndoManager is not used: after a lost conflict
 * it deletes the key (yjs#514), it cannot say that a colleague's later change stopped it, and undoing a creation takes
 * a colleague's additions away.
 */
import * as Y from 'yjs';
import { isLocalOrigin, type Origin } from './origins.ts';
import { isReadOnly, rootOf, ROOTS, type Root } from './schema.ts';
import { isEqualJson } from './values.ts';

/** `partly`: some of it others have changed since, and that stays theirs. */
export type UndoResult = 'done' | 'partly' | 'nothing' | 'changed-by-others';

export interface Undo {
  /** Takes back the last gesture of this device as far as nobody has changed the same things since. */
  undo(): UndoResult;
  redo(): UndoResult;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Called when canUndo or canRedo may have changed; returns the way to stop. */
  onChange(listener: () => void): () => void;
  clear(): void;
  /** Stops following the document. Calling it twice is safe. */
  destroy(): void;
}

/** One key of a root (`id` null) or of a thing; undefined = absent. A thing itself is a key of its root: plain JSON. */
interface KeyChange {
  readonly root: Root;
  readonly id: string | null;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}
type Step = readonly KeyChange[];

/** Steps kept; older ones are forgotten. */
const MAX_STEPS = 500;
const UNDO_ORIGIN: Origin = 'undo';

export function createUndo(doc: Y.Doc): Undo {
  const past: Step[] = [];
  const future: Step[] = [];
  const listeners = new Set<() => void>();
  const recorder = recordSteps(doc, (step, origin) => {
    if (origin === 'keep') {
      const last = past.pop();
      if (last) past.push([...last, ...step]);
      return;
    }
    past.push(step);
    if (past.length > MAX_STEPS) past.shift();
    future.length = 0;
    notify();
  });
  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  const move = (from: Step[], to: Step[]): UndoResult => {
    if (isReadOnly(doc)) return 'nothing';
    const step = from.pop();
    if (!step) return 'nothing';
    const { inverse, result } = doc.transact(() => revertStep(doc, step), UNDO_ORIGIN);
    if (inverse.length > 0) to.push(inverse);
    notify();
    return result;
  };
  return {
    undo: () => move(past, future),
    redo: () => move(future, past),
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      past.length = 0;
      future.length = 0;
      notify();
    },
    destroy() {
      recorder.stop();
      listeners.clear();
    },
  };
}

/** Calls `onStep` after each transaction of ours that changed something, with what it changed. */
function recordSteps(doc: Y.Doc, onStep: (step: Step, origin: unknown) => void): { stop(): void } {
  let changes: KeyChange[] = [];
  const stops = ROOTS.flatMap((root) => {
    const map = rootOf(doc, root);
    if (!map) return [];
    const observe = (events: readonly unknown[], transaction: Y.Transaction) => {
      if (!isLocalOrigin(transaction.origin) && transaction.origin !== 'keep') return;
      for (const event of events) if (event instanceof Y.YMapEvent) changes.push(...changesOf(root, map, event));
    };
    map.observeDeep(observe);
    return [() => map.unobserveDeep(observe)];
  });
  const settle = (transaction: Y.Transaction) => {
    const step = changes;
    changes = [];
    if (step.length > 0) onStep(step, transaction.origin);
  };
  doc.on('afterTransaction', settle);
  return {
    stop() {
      for (const stop of stops.splice(0)) stop();
      doc.off('afterTransaction', settle);
    },
  };
}

function changesOf(root: Root, map: Y.Map<unknown>, event: Y.YMapEvent<unknown>): KeyChange[] {
  const target = event.target as Y.Map<unknown>;
  if (target !== map && event.path.length !== 1) return [];
  const id = target === map ? null : String(event.path[0]);
  const changes: KeyChange[] = [];
  event.changes.keys.forEach((change, key) => {
    // The schema stamp is no gesture of anybody's.
    if (root === 'meta' && key === 'schema') return;
    changes.push({ root, id, key, before: toJson(change.oldValue), after: toJson(target.get(key)) });
  });
  return changes;
}

function toJson(value: unknown): unknown {
  return value instanceof Y.Map ? value.toJSON() : value;
}

/**
 * Takes the changes back where the document still holds what they left; `inverse` would take that back again. Choices
 * of the layout were written along with what was done (D10): where nothing of that can be taken back, they stay as well.
 */
function revertStep(doc: Y.Doc, step: Step): { readonly inverse: Step; readonly result: UndoResult } {
  const choices = step.filter(({ root }) => root === 'layout');
  const deeds = step.filter(({ root }) => root !== 'layout');
  const undone = revertEach(doc, deeds);
  if (deeds.length > 0 && undone.length === 0) return { inverse: [], result: 'changed-by-others' };
  const inverse = [...revertEach(doc, choices), ...undone];
  if (inverse.length === 0) return { inverse, result: 'changed-by-others' };
  return { inverse, result: undone.length < deeds.length ? 'partly' : 'done' };
}

function revertEach(doc: Y.Doc, step: Step): Step {
  const inverse: KeyChange[] = [];
  for (const change of [...step].reverse()) {
    const done =
      change.id === null ? revertRootKey(doc, change) : revertField(rootOf(doc, change.root)?.get(change.id), change);
    if (done) inverse.push(done);
  }
  return inverse;
}

function revertField(entity: unknown, change: KeyChange): KeyChange | null {
  if (!(entity instanceof Y.Map) || !isEqualJson(entity.get(change.key), change.after)) return null;
  if (change.before === undefined) entity.delete(change.key);
  else entity.set(change.key, change.before);
  return { ...change, before: change.after, after: change.before };
}

function revertRootKey(doc: Y.Doc, change: KeyChange): KeyChange | null {
  const root = rootOf(doc, change.root);
  if (!root) return null;
  const isThing = change.root !== 'meta' && change.root !== 'layout';
  if (!isThing) return revertField(root, change);
  const now = root.get(change.key);
  if (change.after === undefined) return remake(root, change, now);
  if (!(now instanceof Y.Map)) return null;
  const written = now.toJSON();
  if (!isEqualJson(written, change.after)) {
    // A colleague has added to what I made: it is removed, and kept for them to restore.
    const before: unknown = now.get('removed');
    if (before === true) return null;
    now.set('removed', true);
    return { root: change.root, id: change.key, key: 'removed', before, after: true };
  }
  root.delete(change.key);
  return { ...change, before: written, after: undefined };
}

/** Makes a thing again whose making was undone, unless the id has been taken since. */
function remake(root: Y.Map<unknown>, change: KeyChange, now: unknown): KeyChange | null {
  if (now !== undefined) return null;
  root.set(change.key, new Y.Map(Object.entries(change.before as Record<string, unknown>)));
  return { ...change, before: undefined, after: change.before };
}
