import { CLOSE, CLOSE_FOR } from '../close-codes.ts';
import { judge } from '../access/judge.ts';
import type { Bus } from '../bus/bus.ts';
import type { Meter } from '../meter.ts';
import { documentName, mapIdOf, type DocumentName } from '../store/document-name.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
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
  /** Sockets that wait for the load. */
  waiting: number;
  idleTimer: NodeJS.Timeout | null;
}

/** The maps somebody is looking at. A room is loaded by its first socket and unloaded some time after its last. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #live = new Map<string, LiveRoom>();

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#live.size;
  }

  /** Brings the socket into its map's room, or closes it with the reason why not. Never throws. */
  async enter(document: DocumentName, connection: Connection): Promise<void> {
    const { limits, log } = this.#options;
    if (!this.#live.has(document) && this.#live.size >= limits.liveRooms) {
      return connection.close(CLOSE.tryAgain, 'too-many-maps');
    }
    const live = this.#live.get(document) ?? this.#start(document);
    this.#stopIdling(live);
    live.waiting += 1;
    try {
      const room = await live.loading;
      if (room.connections.size >= limits.connectionsPerMap) connection.close(CLOSE.tryAgain, 'map-is-full');
      else if (connection.isOpen) room.join(connection);
    } catch (error) {
      log('error', 'map-unreadable', { mapId: mapIdOf(document), error });
      connection.close(CLOSE.unreadable, 'map-unreadable');
      if (this.#live.get(document) === live) this.#live.delete(document);
    } finally {
      live.waiting -= 1;
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

  /** The map's record has changed: closes whoever's link no longer opens it, here and on the other servers. */
  async accessChanged(mapId: string): Promise<void> {
    for (const kind of ['map', 'comments'] as const)
      this.#options.bus.publish(documentName(mapId, kind), { kind: 'access' });
    await this.#recheck(mapId);
  }

  /** Everything said so far is on disk afterwards; every socket is told to come back. */
  async destroy(): Promise<void> {
    const rooms = await Promise.all([...this.#live.values()].map((live) => live.loading.catch(() => null)));
    for (const live of this.#live.values()) this.#stopIdling(live);
    for (const room of rooms) room?.closeAll(CLOSE.restarting, 'restarting');
    await Promise.all(rooms.map((room) => room?.settle()));
    for (const room of rooms) room?.destroy();
    this.#live.clear();
  }

  async #recheck(mapId: string): Promise<void> {
    const meta = await this.#options.store.readMeta(mapId);
    for (const kind of ['map', 'comments'] as const) {
      const room = await this.#live.get(documentName(mapId, kind))?.loading.catch(() => null);
      for (const connection of room?.connections ?? []) {
        const judgement = meta === null ? 'deleted' : judge(connection.capability, meta, Date.now() / 1000);
        if (judgement !== 'good') connection.close(CLOSE_FOR[judgement], judgement);
      }
    }
  }

  #start(document: DocumentName): LiveRoom {
    const onFault = (): void => {
      if (this.#live.get(document) !== live) return;
      this.#stopIdling(live);
      this.#live.delete(document);
      void live.loading.then((room) => room.destroy());
    };
    const live: LiveRoom = { loading: Room.load({ ...this.#options, document, onFault }), waiting: 0, idleTimer: null };
    this.#live.set(document, live);
    return live;
  }

  #stopIdling(live: LiveRoom): void {
    if (live.idleTimer !== null) clearTimeout(live.idleTimer);
    live.idleTimer = null;
  }

  async #idleWhenEmpty(document: DocumentName, live: LiveRoom): Promise<void> {
    const room = await live.loading.catch(() => null);
    if (room === null || !this.#isEmpty(document, live, room) || live.idleTimer !== null) return;
    live.idleTimer = setTimeout(() => void this.#unload(document, live, room), this.#options.limits.roomIdleMs);
  }

  async #unload(document: DocumentName, live: LiveRoom, room: Room): Promise<void> {
    await room.settle();
    live.idleTimer = null;
    // Somebody may have come in while the snapshot was written.
    if (!this.#isEmpty(document, live, room)) return;
    this.#live.delete(document);
    room.destroy();
  }

  #isEmpty(document: DocumentName, live: LiveRoom, room: Room): boolean {
    return this.#live.get(document) === live && live.waiting === 0 && room.connections.size === 0;
  }
}
