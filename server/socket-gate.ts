import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { AddressLimiter } from './access/address-limiter.ts';
import { admit, echoedProtocol, type Admitted, type Target, type Turned } from './access/admit.ts';
import { withLinkSeen } from './access/map-access.ts';
import { addressOf, isForwardedUnreadable, isLoopback } from './access/request-origin.ts';
import type { KeyRing } from './access/secret.ts';
import { isMapId, type Capability } from './access/token.ts';
import { CLOSE } from './close-codes.ts';
import { messageBytes, type Limits } from './limits.ts';
import type { Log } from './log.ts';
import type { Meter } from './meter.ts';
import { Connection, type SharedWork } from './rooms/connection.ts';
import type { Rooms } from './rooms/rooms.ts';
import { encodeRenewed } from './rooms/wire.ts';
import { documentName } from './store/document-name.ts';
import type { MapMeta } from './store/map-meta.ts';
import type { Store } from './store/store.ts';
import { isUnreadable } from './store/unreadable.ts';
import { SyncSocket } from './sync-socket.ts';
import { UnfinishedMessages } from './unfinished-messages.ts';

export interface SocketGateOptions {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly keyRing: KeyRing;
  readonly limits: Limits;
  readonly log: Log;
  readonly meter: Meter;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
}

/** A socket after its handshake. */
interface Caller {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly target: Target;
  readonly address: string;
}

const PATH = /^\/sync\/([^/?#]*)(\/comments)?(?:\?.*)?$/;

/**
 * Lets sockets in. Who may not enter is told so by a close code after the handshake: an HTTP error would look like a
 * broken network to the client, which would then try for ever. Only floods are answered before it, and cheaply.
 */
export class SocketGate {
  readonly #options: SocketGateOptions;
  readonly #server: WebSocketServer;
  readonly #connections = new Set<Connection>();
  readonly #perAddress = new Map<string, number>();
  readonly #joins: AddressLimiter;
  readonly #work: AddressLimiter;
  readonly #unfinished: UnfinishedMessages;
  readonly #heart: NodeJS.Timeout;
  /** Those that were told why not and have not gone yet, the oldest first. */
  readonly #refused = new Set<{ readonly socket: WebSocket; readonly address: string }>();
  #isAway = false;
  #isProxyUnclear = false;

  constructor(options: SocketGateOptions) {
    this.#options = options;
    const { joinsBurst, joinsPerSecond, pingMs } = options.limits;
    this.#joins = new AddressLimiter({ perSecond: joinsPerSecond, burst: joinsBurst });
    const { addressWorkMsBurst, addressWorkMsPerSecond } = options.limits;
    this.#work = new AddressLimiter({ perSecond: addressWorkMsPerSecond, burst: addressWorkMsBurst });
    this.#unfinished = new UnfinishedMessages(options.limits);
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: true,
      perMessageDeflate: false,
      maxPayload: messageBytes(options.limits),
      WebSocket: SyncSocket,
      handleProtocols: echoedProtocol,
    });
    this.#heart = setInterval(() => this.#beat(), pingMs);
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { trustedProxies } = this.#options;
    const [, mapId, comments] = PATH.exec(request.url ?? '') ?? [];
    if (mapId === undefined) return answer(socket, '404 Not Found');
    const address = addressOf(request, trustedProxies);
    this.#lookAtProxy(request);
    if (!isLoopback(address)) {
      if (this.#joins.waitMs(address) > 0) return answer(socket, '429 Too Many Requests');
      this.#joins.spend(address, 1);
    }
    const target: Target = { mapId, kind: comments === undefined ? 'map' : 'comments' };
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      // An oversized or broken frame: ws closes the socket itself, with the right code.
      webSocket.on('error', () => undefined);
      webSocket.pause();
      this.#unfinished.watch(webSocket, socket, address);
      this.#receive({ socket: webSocket, request, target, address }).catch((error: unknown) => {
        this.#refuse(webSocket, this.#excuse(mapId, error), address);
      });
    });
  }

  /** Cuts off whoever is still here. */
  destroy(): void {
    clearInterval(this.#heart);
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  /** True when every socket has said goodbye. */
  get isEmpty(): boolean {
    return this.#server.clients.size === 0;
  }

  /** Sockets that were let in. */
  get size(): number {
    return this.#connections.size;
  }

  /** How many sockets each map has, both documents together; maps without any are left out. */
  socketsPerMap(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { capability } of this.#connections)
      counts.set(capability.mapId, (counts.get(capability.mapId) ?? 0) + 1);
    return counts;
  }

  /** Said once: it is the same with every request. */
  #lookAtProxy(request: IncomingMessage): void {
    const { log, trustedProxies } = this.#options;
    if (this.#isProxyUnclear || !isForwardedUnreadable(request, trustedProxies)) return;
    this.#isProxyUnclear = true;
    log('warn', 'forwarded-for-unreadable', { detail: request.socket.remoteAddress ?? '' });
  }

  async #receive(caller: Caller): Promise<void> {
    const { address, request, socket, target } = caller;
    const { limits, meter } = this.#options;
    const count = (this.#perAddress.get(address) ?? 0) + 1;
    const isCrowded = count > limits.connectionsPerAddress && !isLoopback(address);
    if (isCrowded || this.#server.clients.size - this.#refused.size > limits.connections) {
      return this.#refuse(socket, { code: CLOSE.tryAgain, reason: 'too-many-connections' }, address);
    }
    this.#perAddress.set(address, count);
    socket.on('close', () => this.#forget(address));
    const decision = await admit(request, target, this.#options);
    if ('code' in decision) {
      if (isNobodys(decision, target) && !isLoopback(address)) this.#joins.spend(address, limits.badTokenCost);
      return this.#refuse(socket, decision, address);
    }
    this.#isAway = false;
    meter.count('sockets-opened');
    await this.#enter(caller, decision);
  }

  async #enter(
    { address, socket, request, target }: Caller,
    { capability, meta, mayWrite, wantsSaved, renewed }: Admitted,
  ): Promise<void> {
    const { limits, meter, rooms } = this.#options;
    const document = documentName(target.mapId, target.kind);
    const connection = new Connection({
      socket,
      stream: request.socket,
      capability,
      mayWrite,
      wantsSaved,
      sharedWork: this.#workOf(address, capability),
      limits,
      meter,
    });
    this.#connections.add(connection);
    socket.on('close', () => {
      this.#connections.delete(connection);
      void rooms.leave(document, connection);
    });
    if (renewed !== null) connection.send(encodeRenewed(renewed));
    socket.resume();
    await rooms.enter(document, connection);
    if (connection.isOpen) this.#noteSeen(capability, meta);
  }

  /**
   * Of an address all that it costs. Behind a proxy nobody told us about it is the same for everybody: there a link pays
   * for itself, and only for what is dear, because a whole team may come with it.
   */
  #workOf(address: string, { mapId, role, link }: Capability): SharedWork {
    const isOurs = isLoopback(address);
    const payer = isOurs ? `${mapId} ${role} ${link ?? ''}` : address;
    const freeMs = isOurs ? this.#options.limits.workMsBurst : 0;
    return {
      waitMs: () => this.#work.waitMs(payer),
      spend: (ms) => {
        if (ms > freeMs) this.#work.spend(payer, ms);
      },
    };
  }

  #noteSeen({ link, mapId }: Capability, known: MapMeta): void {
    const { log, store } = this.#options;
    if (link === null || withLinkSeen(known, link, Date.now()) === known) return;
    store
      .updateMeta(mapId, (meta) => withLinkSeen(meta, link, Date.now()))
      .catch((error: unknown) => log('warn', 'link-seen-failed', { mapId, error }));
  }

  /** Why nobody could look whether the map may be opened. */
  #excuse(mapId: string, error: unknown): Turned {
    if (isUnreadable(error)) {
      this.#options.log('error', 'map-unreadable', { mapId, error });
      return { code: CLOSE.unreadable, reason: 'map-unreadable' };
    }
    // Said once: while the database is away everybody comes back again and again.
    if (!this.#isAway) this.#options.log('error', 'gate-failed', { mapId, error });
    this.#isAway = true;
    return { code: CLOSE.notStored, reason: 'store-away' };
  }

  #beat(): void {
    this.#unfinished.beat();
    const nowSeconds = Date.now() / 1000;
    for (const connection of this.#connections) {
      const { expires } = connection.capability;
      if (expires !== 0 && expires <= nowSeconds) connection.close(CLOSE.badToken, 'expired');
      else connection.beat();
    }
  }

  #refuse(socket: WebSocket, { code, reason }: Turned, address: string): void {
    this.#options.meter.count('sockets-refused');
    this.#makeRoomForRefused(address);
    const refused = { socket, address };
    this.#refused.add(refused);
    // ws itself would wait half a minute for an answer; a flood of refused sockets must not fill the house.
    const timer = setTimeout(() => socket.terminate(), this.#options.limits.refusedMs);
    socket.on('close', () => {
      clearTimeout(timer);
      this.#refused.delete(refused);
    });
    socket.resume();
    socket.close(code, reason);
  }

  /** Whoever lingers longest has had the most time to read why: he goes, and nobody is kept out because of him. */
  #makeRoomForRefused(address: string): void {
    const { refusedConnections, refusedPerAddress } = this.#options.limits;
    const same = isLoopback(address) ? [] : [...this.#refused].filter((other) => other.address === address);
    const [first] = this.#refused;
    const oldest = same.length >= refusedPerAddress ? same[0] : this.#refused.size >= refusedConnections ? first : null;
    if (!oldest) return;
    this.#refused.delete(oldest);
    oldest.socket.terminate();
  }

  #forget(address: string): void {
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}

/**
 * Refused for what no client of ours ever says, and what needs no link. Not so an expired link, a page of before an
 * update or one of an origin that was not configured: a whole office may come with it at the same minute.
 */
function isNobodys({ code, reason }: Turned, { mapId }: Target): boolean {
  return !isMapId(mapId) || code === CLOSE.malformed || (code === CLOSE.badToken && reason !== 'expired');
}

/** An HTTP answer instead of a handshake; the socket is gone as soon as it is sent, whether or not the other side is. */
function answer(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
