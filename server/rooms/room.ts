import * as Y from 'yjs';
import { CLOSE, type CloseCode } from '../close-codes.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import { mapIdOf, type DocumentName } from '../store/document-name.ts';
import type { Store } from '../store/store.ts';
import type { Connection, DocumentMessage, RoomSide } from './connection.ts';
import { RoomPresence } from './room-presence.ts';
import { applicablePart, inspectUpdate } from './update-guard.ts';
import { encodeStep1, encodeUpdate } from './wire.ts';

export interface RoomOptions {
  readonly document: DocumentName;
  readonly store: Store;
  readonly limits: Limits;
  readonly log: Log;
  /** The room's document can no longer be trusted: forget it, the store has the truth. Called at most once. */
  readonly onFault: () => void;
}

const LOADED = 'store';

/**
 * One live map: its document, its sockets, its way to the store. What one socket says is applied, broadcast at once
 * and acknowledged when it is on disk.
 */
export class Room implements RoomSide {
  readonly doc = new Y.Doc();
  readonly presence: RoomPresence;
  readonly connections = new Set<Connection>();

  readonly #options: RoomOptions;
  #outbox: { update: Uint8Array; sender: Connection | null }[] = [];
  #bytes = 0;
  #tailUpdates = 0;
  #tailBytes = 0;
  #committed: Promise<number> = Promise.resolve(0);
  #compacting: Promise<unknown> | null = null;
  #isFaulty = false;
  #hasWarned = false;

  private constructor(options: RoomOptions) {
    this.#options = options;
    this.presence = new RoomPresence(options.limits, (payload) => {
      for (const connection of this.connections) connection.sendAwareness(payload);
    });
  }

  /** @throws when the stored map cannot be read: then this map is out of service, and no other. */
  static async load(options: RoomOptions): Promise<Room> {
    const room = new Room(options);
    const { snapshot, seq, tail } = await options.store.load(options.document);
    // One transaction: merging a long log, or one transaction per update, costs many times more.
    room.doc.transact(() => {
      if (snapshot !== null) Y.applyUpdate(room.doc, snapshot, LOADED);
      for (const update of tail) Y.applyUpdate(room.doc, update, LOADED);
    }, LOADED);
    room.#committed = Promise.resolve(seq);
    room.#tailUpdates = tail.length;
    room.#tailBytes = tail.reduce((sum, update) => sum + update.length, 0);
    room.#bytes = (snapshot?.length ?? 0) + room.#tailBytes;
    room.doc.on('update', (update: Uint8Array, origin: unknown) => room.#onUpdate(update, origin as Connection));
    return room;
  }

  /** Lets the socket in: asks what it has that we lack, and shows it who is here. */
  join(connection: Connection): void {
    this.connections.add(connection);
    connection.send(encodeStep1(this.doc));
    connection.sendAwareness(this.presence.encodeAll());
    connection.enter(this);
  }

  leave(connection: Connection): void {
    this.connections.delete(connection);
    this.presence.leave(connection);
    connection.destroy();
  }

  receive(sender: Connection, { update, isAnswer, number }: DocumentMessage): void {
    const { limits } = this.#options;
    if (this.#isFaulty) return;
    if (this.#isFull(update.length)) return sender.close(CLOSE.tooBig, 'map-too-big');
    const verdict = inspectUpdate(this.doc, update);
    if (verdict === 'malformed') return sender.close(CLOSE.malformed, 'bad-update');
    try {
      if (verdict === 'gap' && !isAnswer) return this.#askForGap(sender, update.length, limits);
      const fitting = verdict === 'gap' ? applicablePart(this.doc, update) : update;
      if (isAnswer) sender.gapSince = null;
      Y.applyUpdate(this.doc, fitting, sender);
    } catch (error) {
      sender.close(CLOSE.malformed, 'bad-update');
      return this.#fail('apply', error);
    }
    // Also for an update with nothing new: what it repeats may be a colleague's that is not on disk yet.
    this.#committed.then(
      () => sender.sendSaved(number),
      () => undefined,
    );
  }

  closeAll(code: CloseCode, reason: string): void {
    for (const connection of this.connections) connection.close(code, reason);
  }

  /** Waits until everything is on disk and, when the log has grown, rewrites it as a snapshot. */
  async settle(): Promise<void> {
    this.#sendOutbox();
    await this.#committed.catch(() => undefined);
    if (this.#tailUpdates > this.#options.limits.compactUpdates / 10) this.#compact();
    await this.#compacting;
  }

  destroy(): void {
    this.#isFaulty = true;
    for (const connection of this.connections) connection.destroy();
    this.connections.clear();
    this.presence.destroy();
    this.doc.destroy();
  }

  /**
   * Not applied: asked for. The client's answer brings the missing edits and this one again, so nothing is lost,
   * and no update ever waits inside the document.
   */
  #askForGap(sender: Connection, bytes: number, limits: Limits): void {
    const now = Date.now();
    if (sender.gapSince === null) {
      sender.gapSince = now;
      sender.gapBytes = 0;
      sender.send(encodeStep1(this.doc));
    }
    sender.gapBytes += bytes;
    if (now - sender.gapSince > limits.gapMs || sender.gapBytes > limits.gapBytes) {
      sender.close(CLOSE.malformed, 'gap-not-filled');
    }
  }

  #onUpdate(update: Uint8Array, sender: Connection): void {
    this.#bytes += update.length;
    this.#tailBytes += update.length;
    this.#tailUpdates += 1;
    this.#outbox.push({ update, sender });
    if (this.#outbox.length === 1) setImmediate(() => this.#sendOutbox());
    this.#committed = this.#options.store.append(this.#options.document, [update]);
    this.#committed.then(
      () => this.#compactWhenDue(),
      (error: unknown) => this.#fail('append', error),
    );
  }

  /** Everything of this turn as few frames; the only sender of all of it does not get it back. */
  #sendOutbox(): void {
    const { coalescedUpdates } = this.#options.limits;
    while (this.#outbox.length > 0) {
      const part = this.#outbox.splice(0, coalescedUpdates);
      const updates = part.map((entry) => entry.update);
      const only = part.every((entry) => entry.sender === part[0]?.sender) ? part[0]?.sender : null;
      const frame = encodeUpdate(updates.length === 1 && updates[0] ? updates[0] : Y.mergeUpdates(updates));
      for (const connection of this.connections) if (connection !== only) connection.send(frame);
    }
  }

  /** The sum of all updates is an upper bound of the map's size; the size itself is found out only when it matters. */
  #isFull(moreBytes: number): boolean {
    const { softMapBytes, hardMapBytes } = this.#options.limits;
    if (this.#bytes + moreBytes <= softMapBytes) return false;
    if (!this.#hasWarned || this.#bytes + moreBytes > hardMapBytes) {
      this.#bytes = Y.encodeStateAsUpdate(this.doc).length;
      if (this.#bytes + moreBytes > softMapBytes && !this.#hasWarned) {
        this.#hasWarned = true;
        this.#options.log('warn', 'map-large', { mapId: mapIdOf(this.#options.document) });
      }
    }
    return this.#bytes + moreBytes > hardMapBytes;
  }

  #compactWhenDue(): void {
    const { compactUpdates, compactBytes } = this.#options.limits;
    if (this.#tailUpdates >= compactUpdates || this.#tailBytes >= Math.max(compactBytes, this.#bytes / 2)) {
      this.#compact();
    }
  }

  #compact(): void {
    if (this.#compacting !== null || this.#isFaulty) return;
    const snapshot = Y.encodeStateAsUpdate(this.doc);
    const { document, store } = this.#options;
    this.#tailUpdates = 0;
    this.#tailBytes = 0;
    this.#bytes = snapshot.length;
    this.#compacting = this.#committed
      .then((seq) => store.compact(document, snapshot, seq))
      .catch((error: unknown) => this.#fail('compact', error))
      .finally(() => (this.#compacting = null));
  }

  /** What is in memory may be half applied or not on disk: everyone comes back, and the store decides. */
  #fail(step: 'apply' | 'append' | 'compact', error: unknown): void {
    if (this.#isFaulty) return;
    this.#isFaulty = true;
    this.#options.log('error', `room-${step}-failed`, { mapId: mapIdOf(this.#options.document), error });
    this.closeAll(CLOSE.restarting, 'reload');
    this.#options.onFault();
  }
}
