import * as Y from 'yjs';
import type { Bus, BusMessage } from '../bus/bus.ts';
import { CLOSE, type CloseCode } from '../close-codes.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Meter } from '../meter.ts';
import { mapIdOf, type DocumentName } from '../store/document-name.ts';
import type { Store } from '../store/store.ts';
import type { Connection, DocumentMessage, RoomSide } from './connection.ts';
import { Answers } from './answers.ts';
import { updateFrame } from './hot-frames.ts';
import { MapSize } from './map-size.ts';
import { RoomDoc } from './room-doc.ts';
import { RoomHistory } from './room-history.ts';
import { RoomJournal } from './room-journal.ts';
import { RoomPresence } from './room-presence.ts';
import { applyWhatFits, inspectUpdate } from './update-guard.ts';
import { encodeAwareness, encodeStep1 } from './wire.ts';
import { toFrame } from './ws-frame.ts';

export interface RoomOptions {
  readonly document: DocumentName;
  readonly store: Store;
  readonly bus: Bus;
  readonly meter: Meter;
  readonly limits: Limits;
  readonly log: Log;
  /** The room's document can no longer be trusted: forget it, the store has the truth. Called at most once. */
  readonly onFault: () => void;
  /** Another server says that the map's record has changed. */
  readonly onAccess: () => void;
}

/** What was said here in one turn of the event loop. */
interface Turn {
  readonly updates: { readonly update: Uint8Array; readonly sender: Connection }[];
  readonly saved: Map<Connection, number>;
}

/**
 * One live document: its `Y.Doc`, its sockets, its way to the store and to the other servers. What one socket says is
 * applied and broadcast at once, and acknowledged when it is on disk.
 */
export class Room implements RoomSide {
  readonly doc = new RoomDoc();
  readonly answers = new Answers(this.doc);
  readonly presence: RoomPresence;
  readonly connections = new Set<Connection>();

  readonly #options: RoomOptions;
  readonly #size: MapSize;
  readonly #journal: RoomJournal;
  readonly #history: RoomHistory;
  #turn: Turn | null = null;
  #isFaulty = false;
  #unsubscribe: () => void = () => undefined;

  private constructor(options: RoomOptions) {
    const { document, bus, limits, log } = options;
    const { doc } = this;
    this.#options = options;
    this.presence = new RoomPresence({
      limits,
      show: (payload) => this.#showPresence(payload),
      publish: bus.isShared ? (payload) => bus.publish(document, { kind: 'presence', payload }) : null,
    });
    this.#size = new MapSize(doc, limits, () => log('warn', 'map-large', { mapId: mapIdOf(document) }));
    const onFault = (step: string, error: unknown): void => this.#fail(step, error);
    this.#journal = new RoomJournal({
      ...options,
      doc,
      size: this.#size,
      onFault,
      onWhole: (state) => this.answers.offer(state),
      beforePulled: () => this.#history.beforeEdit(),
      onPulled: (update) => {
        this.#history.pulled();
        this.#broadcast(update, null);
      },
      handOver: () => this.#endTurn(),
    });
    this.#history = new RoomHistory({ ...options, doc });
  }

  /** @throws UnreadableError when the stored map is none: then it is out of service, and no other; or what the store throws. */
  static async load(options: RoomOptions): Promise<Room> {
    const room = new Room(options);
    try {
      // Listening first: whatever is appended from here on is either in what is read, or heard of.
      room.#unsubscribe = await options.bus.subscribe(options.document, (message) => room.#hear(message));
      await room.#journal.load();
    } catch (error) {
      room.destroy();
      throw error;
    }
    options.bus.publish(options.document, { kind: 'who' });
    return room;
  }

  /** False once the room has failed or was let go of: then nobody may come in any more. */
  get isGood(): boolean {
    return !this.#isFaulty;
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
    if (this.#isFaulty) return;
    this.#options.meter.count('updates-in');
    const { verdict, brings, bytes } = inspectUpdate(this.doc, update, this.#options.limits);
    if (verdict === 'malformed') return sender.close(CLOSE.malformed, 'bad-update');
    if (verdict === 'too-dear') return sender.close(CLOSE.tooBig, 'update-too-big');
    if (this.#size.isFull(bytes, brings)) return sender.close(CLOSE.tooBig, 'map-too-big');
    try {
      if (verdict === 'gap' && !isAnswer) return this.#askForGap(sender, update.length);
      if (isAnswer) sender.gapSince = null;
      if (verdict !== 'empty') this.#apply(update, isAnswer, sender);
    } catch (error) {
      sender.close(CLOSE.malformed, 'bad-update');
      return this.#fail('apply', error);
    }
    // Also for an update with nothing new: what it repeats may be a colleague's that is not on disk yet. While an edit
    // is missing its number may not be passed, so nothing is promised; the answer that brings it has a higher one.
    if (sender.gapSince === null) this.#thisTurn().saved.set(sender, number);
  }

  /** Looks into the store for what other servers have appended, should a wake-up have been lost. Never rejects. */
  pull(): Promise<void> {
    return this.#journal.pull();
  }

  closeAll(code: CloseCode, reason: string): void {
    for (const connection of this.connections) connection.close(code, reason);
  }

  /** Nothing that was said here is still on its way to the store. */
  get isSettled(): boolean {
    return this.#turn === null && this.#journal.isSettled && this.#history.isSettled;
  }

  /** Waits until what was said so far is on disk and acknowledged; not for what is said meanwhile. */
  async flush(): Promise<void> {
    this.#endTurn();
    await this.#journal.flush();
  }

  /** Waits until everything said so far is on disk and, when the log has grown, rewrites it as a snapshot. */
  async settle(): Promise<void> {
    this.#endTurn();
    await this.#history.settle();
    await this.#journal.settle();
  }

  /** The map is gone: lets go of everything, and waits until nothing of it is on its way to the store. */
  async abandon(): Promise<void> {
    this.destroy();
    await this.settle();
  }

  /** Nothing is sent, written or acknowledged any more. */
  destroy(): void {
    this.#isFaulty = true;
    this.#unsubscribe();
    for (const connection of this.connections) connection.destroy();
    this.connections.clear();
    this.#journal.destroy();
    this.#history.destroy();
    this.presence.destroy();
    this.answers.destroy();
    this.doc.destroy();
  }

  /** Of an answer, which may repeat a whole map and have gaps, only what is new here is said to others. */
  #apply(update: Uint8Array, isAnswer: boolean, sender: Connection): void {
    this.#history.beforeEdit();
    const news = isAnswer
      ? this.doc.observed(() => applyWhatFits(this.doc, update, sender))
      : this.doc.take(update, sender);
    if (news === null) return;
    this.#size.grow(news.length);
    this.#history.edited();
    this.#thisTurn().updates.push({ update: news, sender });
  }

  #hear(message: BusMessage): void {
    if (this.#isFaulty) return;
    switch (message.kind) {
      case 'log':
        return this.#journal.heard(message.seq);
      case 'presence':
        return this.presence.receiveRemote(message.payload);
      case 'who':
        return this.presence.publishAll();
      case 'access':
        return this.#options.onAccess();
    }
  }

  #showPresence(payload: Uint8Array): void {
    const frame = toFrame(encodeAwareness(payload));
    for (const connection of this.connections) connection.sendPresenceFrame(frame);
    this.#options.meter.count('presence-out', this.connections.size);
  }

  /**
   * Not applied: asked for. The client's answer brings the missing edits and this one again, so nothing is lost,
   * and no update ever waits inside the document. However large it is: only what comes after the question counts.
   */
  #askForGap(sender: Connection, bytes: number): void {
    const { gapMs, gapBytes } = this.#options.limits;
    const now = performance.now();
    if (sender.gapSince === null) {
      sender.gapSince = now;
      sender.gapBytes = 0;
      return sender.send(encodeStep1(this.doc));
    }
    sender.gapBytes += bytes;
    if (now - sender.gapSince > gapMs || sender.gapBytes > gapBytes) sender.close(CLOSE.malformed, 'gap-not-filled');
  }

  #thisTurn(): Turn {
    if (this.#turn !== null) return this.#turn;
    setImmediate(() => this.#endTurn());
    this.#turn = { updates: [], saved: new Map() };
    return this.#turn;
  }

  /** Everything of this turn goes out, and into the log, as few updates. */
  #endTurn(): void {
    if (this.#turn === null) return;
    const { updates, saved } = this.#turn;
    this.#turn = null;
    if (this.#isFaulty) return;
    const { coalescedUpdates } = this.#options.limits;
    const said: Uint8Array[] = [];
    for (let i = 0; i < updates.length; i += coalescedUpdates) {
      const part = updates.slice(i, i + coalescedUpdates);
      const [first] = part;
      if (first === undefined) continue;
      const merged = part.length === 1 ? first.update : Y.mergeUpdates(part.map((entry) => entry.update));
      said.push(merged);
      this.#broadcast(merged, part.every((entry) => entry.sender === first.sender) ? first.sender : null);
    }
    this.#journal.write(said, saved);
  }

  /** To everybody but the one who said all of it. */
  #broadcast(update: Uint8Array, sender: Connection | null): void {
    const frame = updateFrame(update);
    let count = 0;
    for (const connection of this.connections) {
      if (connection === sender) continue;
      connection.sendFrame(frame);
      count += 1;
    }
    this.#options.meter.count('updates-out', count);
  }

  /** What is in memory may be half applied or not on disk: everyone comes back, and the store decides. */
  #fail(step: string, error: unknown): void {
    if (this.#isFaulty) return;
    this.#isFaulty = true;
    // At once: a document that may be half changed must not become a snapshot.
    this.#journal.destroy();
    this.#options.log('error', `room-${step}-failed`, { mapId: mapIdOf(this.#options.document), error });
    if (step === 'append') this.closeAll(CLOSE.notStored, 'not-stored');
    else this.closeAll(CLOSE.restarting, 'reload');
    this.#options.onFault();
  }
}
