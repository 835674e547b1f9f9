import { CLOSE, CLOSE_FOR } from '../close-codes.ts';
import { judge } from '../access/judge.ts';
import type { Bus } from '../bus/bus.ts';
import type { Meter } from '../meter.ts';
import { documentName, mapIdOf, type DocumentName } from '../store/document-name.ts';
import type { MapMeta } from '../store/map-meta.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { isUnreadable } from '../store/unreadable.ts';
import type { Connection } from './connection.ts';
import { Room } from './room.ts';

export interface RoomsOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly meter: Meter;
  readonly limits: Limits;
  readonly log: Log;
}

interface LiveRoom {
  readonly loading: Promise<Room>;
  /** Sockets on their way in. */
  readonly entering: Set<Connection>;
  idleTimer: NodeJS.Timeout | null;
  /** Monotonic milliseconds; means something while `idleTimer` runs. */
  idleSince: number;
  pollTimer: NodeJS.Timeout | null;
}

/** The maps somebody is looking at. A room is loaded by its first socket and unloaded some time after its last. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #live = new Map<DocumentName, LiveRoom>();
  readonly #stopHearingGaps: () => void;
  #isAway = false;
  #isStoreAway = false;
  #isOver = false;

  constructor(options: RoomsOptions) {
    this.#options = options;
    this.#stopHearingGaps = options.bus.onGap(() => {
      for (const [document, live] of this.#live) void this.#lookAround(document, live);
    });
  }

  get size(): number {
    return this.#live.size;
  }

  /** Brings the socket into its map's room, or closes it with the reason why not. Never throws. */
  async enter(document: DocumentName, connection: Connection): Promise<void> {
    const { limits } = this.#options;
    if (!(await this.#hasPlace(document))) return connection.close(CLOSE.tryAgain, 'too-many-maps');
    const live = this.#live.get(document) ?? this.#start(document);
    this.#stopIdling(live);
    live.entering.add(connection);
    try {
      const room = await live.loading;
      // Again, because its link may have been withdrawn since the gate looked; from here on `#recheck` sees the socket.
      const meta = await this.#options.store.readMeta(mapIdOf(document));
      this.#isStoreAway = false;
      if (meta === null) connection.close(CLOSE.noSuchMap, 'no-such-map');
      else if (meta.deleted === null) this.#judge(connection, meta);
      // The room may have been loaded before the content went, when `accessChanged` found nobody to put out.
      else await this.#heed(document, live, meta);
      if (!room.isGood) connection.close(CLOSE.restarting, 'reload');
      else if (room.connections.size >= limits.connectionsPerMap) connection.close(CLOSE.tryAgain, 'map-is-full');
      else if (connection.isOpen) room.join(connection);
    } catch (error) {
      this.#excuse(document, connection, error);
      if (await this.#hasFailed(live)) this.#forget(document, live);
    } finally {
      live.entering.delete(connection);
    }
    await this.#idleWhenEmpty(document, live);
  }

  /** The socket is gone, whether or not it ever entered. */
  async leave(document: DocumentName, connection: Connection): Promise<void> {
    connection.destroy();
    const live = this.#live.get(document);
    const room = await live?.loading.catch(() => null);
    if (!live || !room) return;
    if (room.connections.has(connection)) room.leave(connection);
    await this.#idleWhenEmpty(document, live);
  }

  /**
   * The map's record has changed: closes whoever's link no longer opens it, here and on the other servers. When the map
   * was deleted, nothing of it is on its way to the store from here afterwards.
   */
  async accessChanged(mapId: string): Promise<void> {
    for (const kind of ['map', 'comments'] as const)
      this.#options.bus.publish(documentName(mapId, kind), { kind: 'access' });
    const checks = (['map', 'comments'] as const).map(async (kind) => {
      const document = documentName(mapId, kind);
      const live = this.#live.get(document);
      if (live !== undefined) await this.#recheckSurely(document, live);
    });
    const failed = (await Promise.allSettled(checks)).find((check) => check.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** What was said so far is acknowledged, every socket is told to come back; everything is on disk afterwards. */
  async destroy(): Promise<void> {
    this.#isOver = true;
    this.#stopHearingGaps();
    const all = [...this.#live.values()];
    const rooms = await Promise.all(all.map((live) => live.loading.catch(() => null)));
    await within(
      this.#options.limits.drainMs,
      rooms.map((room) => room?.flush()),
    );
    for (const [document, live] of [...this.#live]) this.#forget(document, live);
    for (const room of rooms) room?.closeAll(CLOSE.restarting, 'restarting');
    await Promise.all(rooms.map((room) => room?.settle()));
    for (const room of rooms) room?.destroy();
  }

  /** Why the map could not be opened: a store that is away for a moment is no map that cannot be read. */
  #excuse(document: DocumentName, connection: Connection, error: unknown): void {
    const about = { mapId: mapIdOf(document), error };
    if (isUnreadable(error)) {
      this.#options.log('error', 'map-unreadable', about);
      return connection.close(CLOSE.unreadable, 'map-unreadable');
    }
    // Said once: everybody comes back again and again.
    if (!this.#isStoreAway) this.#options.log('error', 'enter-failed', about);
    this.#isStoreAway = true;
    connection.close(CLOSE.notStored, 'store-away');
  }

  /** For whatever may have been missed: edits of other servers, withdrawn links. Never rejects. */
  async #lookAround(document: DocumentName, live: LiveRoom): Promise<void> {
    const room = await live.loading.catch(() => null);
    if (room === null) return;
    try {
      // The record first: what was erased, or is just being brought back by an operator, is not read as a log.
      await this.#recheck(document, live);
      await room.pull();
      this.#isAway = false;
    } catch (error) {
      // The store is away; the next look around tries again. Said once.
      if (!this.#isAway) this.#options.log('warn', 'recheck-failed', { mapId: mapIdOf(document), error });
      this.#isAway = true;
    }
  }

  /** When it fails it is tried again until it is done: on a folder nothing else would look. @throws the first time. */
  async #recheckSurely(document: DocumentName, live: LiveRoom): Promise<void> {
    try {
      await this.#recheck(document, live);
    } catch (error) {
      const warn = (reason: unknown): void =>
        this.#options.log('warn', 'recheck-failed', { mapId: mapIdOf(document), error: reason });
      const again = (): void => {
        if (this.#live.get(document) === live) void this.#recheckSurely(document, live).catch(warn);
      };
      setTimeout(again, this.#options.limits.pollMs);
      throw error;
    }
  }

  /** @throws when there is no record: nothing of ours removes one, so that is no deletion but a store in trouble. */
  async #recheck(document: DocumentName, live: LiveRoom): Promise<void> {
    await live.loading.catch(() => null);
    const meta = await this.#options.store.readMeta(mapIdOf(document));
    if (meta === null) throw new Error('there is no record of the map');
    await this.#heed(document, live, meta);
  }

  /** Puts out whoever may not be here; of a deleted map everybody, and its content. */
  async #heed(document: DocumentName, live: LiveRoom, meta: MapMeta): Promise<void> {
    const room = await live.loading.catch(() => null);
    for (const connection of [...live.entering, ...(room?.connections ?? [])]) this.#judge(connection, meta);
    if (room !== null && meta.deleted !== null) await this.#abandon(document, live, room);
  }

  #judge(connection: Connection, meta: MapMeta): void {
    const judgement = judge(connection.capability, meta, Date.now() / 1000);
    if (judgement !== 'good') connection.close(CLOSE_FOR[judgement], judgement);
  }

  /** What this server had still to write of a deleted map may have come after the erasing: erased once more. */
  async #abandon(document: DocumentName, live: LiveRoom, room: Room): Promise<void> {
    if (this.#live.get(document) !== live) return;
    this.#forget(document, live);
    await room.abandon();
    await this.#options.store.erase(mapIdOf(document));
  }

  #start(document: DocumentName): LiveRoom {
    const { bus, limits } = this.#options;
    const onFault = (): void => {
      this.#forget(document, live);
      void this.#bury(document, live);
    };
    const onAccess = (): void => void this.#lookAround(document, live);
    const loading = Room.load({ ...this.#options, document, onFault, onAccess });
    const live: LiveRoom = { loading, entering: new Set(), idleTimer: null, idleSince: 0, pollTimer: null };
    if (bus.isShared) live.pollTimer = setInterval(() => void this.#lookAround(document, live), limits.pollMs);
    this.#live.set(document, live);
    return live;
  }

  /**
   * The end of a room that has failed. Its log may have gone back because the map was deleted on another server, whose
   * news has not come yet: what was appended since is erased too. Tried until the store says how things are.
   */
  async #bury(document: DocumentName, live: LiveRoom): Promise<void> {
    const mapId = mapIdOf(document);
    const room = await live.loading;
    await room.abandon();
    const look = async (): Promise<void> => {
      try {
        const meta = await this.#options.store.readMeta(mapId);
        if (meta !== null && meta.deleted !== null) await this.#options.store.erase(mapId);
      } catch (error) {
        if (this.#isOver) return;
        this.#options.log('warn', 'recheck-failed', { mapId, error });
        setTimeout(() => void look(), this.#options.limits.pollMs).unref();
      }
    };
    await look();
  }

  #forget(document: DocumentName, live: LiveRoom): void {
    this.#stopIdling(live);
    if (live.pollTimer !== null) clearInterval(live.pollTimer);
    live.pollTimer = null;
    if (this.#live.get(document) === live) this.#live.delete(document);
  }

  #hasFailed(live: LiveRoom): Promise<boolean> {
    return live.loading.then(
      () => false,
      () => true,
    );
  }

  #stopIdling(live: LiveRoom): void {
    if (live.idleTimer !== null) clearTimeout(live.idleTimer);
    live.idleTimer = null;
  }

  async #idleWhenEmpty(document: DocumentName, live: LiveRoom): Promise<void> {
    const room = await live.loading.catch(() => null);
    if (room === null || !this.#isEmpty(document, live, room) || live.idleTimer !== null) return;
    live.idleSince = performance.now();
    live.idleTimer = setTimeout(() => void this.#unload(document, live, room), this.#options.limits.roomIdleMs);
  }

  /** Empty rooms are kept for whoever comes back, not against whoever comes: the one empty for longest makes room. */
  async #hasPlace(document: DocumentName): Promise<boolean> {
    while (!this.#live.has(document) && this.#live.size >= this.#options.limits.liveRooms) {
      let oldest: [DocumentName, LiveRoom] | null = null;
      for (const entry of this.#live) {
        const isIdle = entry[1].idleTimer !== null;
        if (isIdle && (oldest === null || entry[1].idleSince < oldest[1].idleSince)) oldest = entry;
      }
      if (oldest === null) return false;
      const [name, live] = oldest;
      this.#stopIdling(live);
      await this.#unload(name, live, await live.loading);
    }
    return true;
  }

  async #unload(document: DocumentName, live: LiveRoom, room: Room): Promise<void> {
    live.idleTimer = null;
    // Somebody may come in while it is written, say something and leave again.
    do await room.settle();
    while (!room.isSettled && this.#isEmpty(document, live, room));
    if (!this.#isEmpty(document, live, room)) return;
    this.#forget(document, live);
    room.destroy();
  }

  #isEmpty(document: DocumentName, live: LiveRoom, room: Room): boolean {
    return this.#live.get(document) === live && live.entering.size === 0 && room.connections.size === 0;
  }
}

/** A store that is away keeps nobody from hearing that we go. */
async function within(ms: number, all: readonly (Promise<void> | undefined)[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([Promise.all(all), late]);
  clearTimeout(timer);
}
