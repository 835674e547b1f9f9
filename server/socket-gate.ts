import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { addressOf, isLoopback, isOriginAllowed } from './access/request-origin.ts';
import { judge } from './access/judge.ts';
import type { Role } from './access/role.ts';
import type { KeyRing } from './access/secret.ts';
import { isMapId, verifyToken, type Capability } from './access/token.ts';
import { CLOSE, CLOSE_FOR, type CloseCode } from './close-codes.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import { Connection } from './rooms/connection.ts';
import type { Rooms } from './rooms/rooms.ts';
import { documentName, type DocumentKind } from './store/document-name.ts';
import type { Store } from './store/store.ts';
import type { Meter } from './meter.ts';

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

type Decision = { readonly capability: Capability } | { readonly code: CloseCode; readonly reason: string };

const PROTOCOL = 'herringbone.v1';
const SAVED_PROTOCOL = 'herringbone.saved';
const PATH = /^\/sync\/([^/?#]*)(\/comments)?(?:\?.*)?$/;

/**
 * Lets sockets in. Who may not enter is told so by a close code after the handshake: an HTTP error would look like a
 * broken network to the client, which would then try for ever.
 */
export class SocketGate {
  readonly #options: SocketGateOptions;
  readonly #server: WebSocketServer;
  readonly #connections = new Set<Connection>();
  readonly #perAddress = new Map<string, number>();
  readonly #heart: NodeJS.Timeout;

  constructor(options: SocketGateOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: true,
      perMessageDeflate: false,
      maxPayload: options.limits.maxFrameBytes,
      // Only this one is ever echoed; the token travels as a subprotocol too and must not come back.
      handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
    });
    this.#heart = setInterval(() => {
      for (const connection of this.#connections) connection.beat();
    }, options.limits.pingMs);
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [, mapId, comments] = PATH.exec(request.url ?? '') ?? [];
    const kind: DocumentKind = comments === undefined ? 'map' : 'comments';
    socket.on('error', () => socket.destroy());
    if (mapId === undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      // An oversized or broken frame: ws closes the socket itself, with the right code.
      webSocket.on('error', () => undefined);
      webSocket.pause();
      this.#receive(webSocket, request, { mapId, kind }).catch((error: unknown) => {
        this.#options.log('error', 'gate-failed', { mapId, error });
        refuse(webSocket, { code: CLOSE.tryAgain, reason: 'internal' });
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

  async #receive(
    socket: WebSocket,
    request: IncomingMessage,
    { mapId, kind }: { mapId: string; kind: DocumentKind },
  ): Promise<void> {
    const { limits, rooms, trustedProxies } = this.#options;
    const address = addressOf(request, trustedProxies);
    const count = (this.#perAddress.get(address) ?? 0) + 1;
    const isCrowded = count > limits.connectionsPerAddress && !isLoopback(address);
    if (isCrowded || this.#server.clients.size > limits.connections) {
      return refuse(socket, { code: CLOSE.tryAgain, reason: 'too-many-connections' });
    }
    this.#perAddress.set(address, count);
    socket.on('close', () => this.#forget(address));

    const offered = offeredProtocols(request);
    const decision = await this.#decide(request, { mapId, kind }, offered);
    if ('code' in decision) {
      this.#options.meter.count('sockets-refused');
      return refuse(socket, decision);
    }
    this.#options.meter.count('sockets-opened');
    const document = documentName(mapId, kind);
    const connection = new Connection({
      socket,
      capability: decision.capability,
      mayWrite: mayWrite(decision.capability.role, kind),
      wantsSaved: offered.includes(SAVED_PROTOCOL),
      limits,
      meter: this.#options.meter,
    });
    this.#connections.add(connection);
    socket.on('close', () => {
      this.#connections.delete(connection);
      void rooms.leave(document, connection);
    });
    socket.resume();
    await rooms.enter(document, connection);
  }

  async #decide(
    request: IncomingMessage,
    { mapId, kind }: { mapId: string; kind: DocumentKind },
    offered: readonly string[],
  ): Promise<Decision> {
    const { allowedOrigins, keyRing, store } = this.#options;
    const token = offered.find((protocol) => protocol.startsWith('t.'))?.slice(2);
    if (offered.length > 0 && !offered.includes(PROTOCOL)) return { code: CLOSE.malformed, reason: 'unknown-protocol' };
    if (!isOriginAllowed(request, allowedOrigins)) return { code: CLOSE.revoked, reason: 'origin-refused' };
    if (token === undefined) return { code: CLOSE.badToken, reason: 'no-token' };
    const meta = isMapId(mapId) ? await store.readMeta(mapId) : null;
    if (meta === null) return { code: CLOSE.noSuchMap, reason: 'no-such-map' };
    const nowSeconds = Date.now() / 1000;
    const capability = verifyToken(token, { mapId, keyRing, nowSeconds });
    if (typeof capability === 'string') return { code: CLOSE.badToken, reason: capability };
    const judgement = judge(capability, meta, nowSeconds);
    if (judgement !== 'good') return { code: CLOSE_FOR[judgement], reason: judgement };
    // Who may only look at the map is not told what the team says about it.
    if (kind === 'comments' && capability.role === 'view') return { code: CLOSE.revoked, reason: 'not-for-viewers' };
    return { capability };
  }

  #forget(address: string): void {
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}

function mayWrite(role: Role, kind: DocumentKind): boolean {
  return role === 'own' || role === 'edit' || (role === 'comment' && kind === 'comments');
}

function refuse(socket: WebSocket, { code, reason }: { code: CloseCode; reason: string }): void {
  socket.resume();
  socket.close(code, reason);
}

function offeredProtocols(request: IncomingMessage): string[] {
  const header = request.headers['sec-websocket-protocol'] ?? '';
  return header
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
