import { CLOSE } from '../close-codes.ts';
import type { Role } from '../access/token.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { Connection } from './connection.ts';
import { Room } from './room.ts';

export interface RoomsOptions {
  readonly store: Store;
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
  async enter(mapId: string, connection: Connection): Promise<void> {
    const { limits, log } = this.#options;
    if (!this.#live.has(mapId) && this.#live.size >= limits.liveRooms) {
      return connection.close(CLOSE.tryAgain, 'too-many-maps');
    }
    const live = this.#live.get(mapId) ?? this.#start(mapId);
    this.#stopIdling(live);
    live.waiting += 1;
    try {
      const room = await live.loading;
      if (room.connections.size >= limits.connectionsPerMap) connection.close(CLOSE.tryAgain, 'map-is-full');
      else if (connection.isOpen) room.join(connection);
    } catch (error) {
      log('error', 'map-unreadable', { mapId, error });
      connection.close(CLOSE.unreadable, 'map-unreadable');
      if (this.#live.get(mapId) === live) this.#live.delete(mapId);
    } finally {
      live.waiting -= 1;
    }
    await this.#idleWhenEmpty(mapId, live);
  }

  /** The socket is gone, whether or not it ever entered. */
  async leave(mapId: string, connection: Connection): Promise<void> {
    connection.destroy();
    const live = this.#live.get(mapId);
    const room = await live?.loading.catch(() => null);
    if (!live || !room) return;
    if (room.connections.has(connection)) room.leave(connection);
    await this.#idleWhenEmpty(mapId, live);
  }

  /** Closes the live sockets that hold this role: their links were revoked. */
  async revoke(mapId: string, role: Role): Promise<void> {
    const room = await this.#live.get(mapId)?.loading.catch(() => null);
    for (const connection of room?.connections ?? []) {
      if (connection.role === role) connection.close(CLOSE.revoked, 'revoked');
    }
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

  #start(mapId: string): LiveRoom {
    const onFault = (): void => {
      if (this.#live.get(mapId) !== live) return;
      this.#stopIdling(live);
      this.#live.delete(mapId);
      void live.loading.then((room) => room.destroy());
    };
    const live: LiveRoom = { loading: Room.load({ ...this.#options, mapId, onFault }), waiting: 0, idleTimer: null };
    this.#live.set(mapId, live);
    return live;
  }

  #stopIdling(live: LiveRoom): void {
    if (live.idleTimer !== null) clearTimeout(live.idleTimer);
    live.idleTimer = null;
  }

  async #idleWhenEmpty(mapId: string, live: LiveRoom): Promise<void> {
    const room = await live.loading.catch(() => null);
    if (room === null || !this.#isEmpty(mapId, live, room) || live.idleTimer !== null) return;
    live.idleTimer = setTimeout(() => void this.#unload(mapId, live, room), this.#options.limits.roomIdleMs);
  }

  async #unload(mapId: string, live: LiveRoom, room: Room): Promise<void> {
    await room.settle();
    live.idleTimer = null;
    // Somebody may have come in while the snapshot was written.
    if (!this.#isEmpty(mapId, live, room)) return;
    this.#live.delete(mapId);
    room.destroy();
  }

  #isEmpty(mapId: string, live: LiveRoom, room: Room): boolean {
    return this.#live.get(mapId) === live && live.waiting === 0 && room.connections.size === 0;
  }
}
