import * as Y from 'yjs';

/** What an update's own bytes may bring along that is known already, or nothing, when they are passed on as they came. */
const PASSED_ON_BYTES = 4096;

/**
 * The document of a room. Yjs emits ten events for every change and gathers the listeners of each anew, and writes what
 * has changed as an update whether or not it is the one that was just read: together that cost more than the change.
 */
export class RoomDoc extends Y.Doc {
  #hasChanged = false;
  #version = 0;

  /** Another number after every change. */
  get version(): number {
    return this.#version;
  }

  /** False while it holds edits that build on some it has not: nobody sees those, and they wait. */
  get isWhole(): boolean {
    return this.store.pendingStructs === null && this.store.pendingDs === null;
  }

  /** What has changed by `change` as one update, or null when nothing has. @throws what `change` throws. */
  observed(change: () => void): Uint8Array | null {
    const updates: Uint8Array[] = [];
    const note = (update: Uint8Array): void => void updates.push(update);
    this.on('update', note);
    try {
      change();
    } finally {
      this.off('update', note);
    }
    return updates.length > 1 ? Y.mergeUpdates(updates) : (updates[0] ?? null);
  }

  /**
   * Applies an update that has no gap (see `inspectUpdate`); gives what is new in it, null when nothing is. A small one
   * is given back whole, for repeating something is harmless. @throws what Yjs throws on content it cannot apply.
   */
  take(update: Uint8Array, origin: unknown): Uint8Array | null {
    if (update.length > PASSED_ON_BYTES) return this.observed(() => Y.applyUpdate(this, update, origin));
    this.#hasChanged = false;
    Y.applyUpdate(this, update, origin);
    return this.#hasChanged ? update : null;
  }

  override emit(...[name, args]: Parameters<Y.Doc['emit']>): void {
    if (name === 'afterTransactionCleanup' && hasChanged(args[0] as Y.Transaction)) {
      this.#hasChanged = true;
      this.#version += 1;
    }
    if (this._observers.has(name)) super.emit(name, args);
  }
}

/** What Yjs itself asks before it writes an update. */
function hasChanged({ deleteSet, afterState, beforeState }: Y.Transaction): boolean {
  if (deleteSet.clients.size > 0) return true;
  for (const [client, clock] of afterState) if (beforeState.get(client) !== clock) return true;
  return false;
}
