import { decoding } from 'lib0';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { parseShareLink, type ShareRole } from './share-link.ts';
import { watchSockets } from './watched-socket.ts';

export type ConnectionStatus = 'connecting' | 'live' | 'offline' | 'refused';

/** Why the server will not have us, for `refused`; a stable code with a sentence in the catalogue. */
export type RefusalReason = 'malformed' | 'bad-token' | 'revoked' | 'no-such-map' | 'deleted' | 'too-big' | 'refused';

export interface Connection {
  /** `live` = synced; `offline` = it keeps trying; `refused` = it gave up, see `reason`. */
  readonly status: ConnectionStatus;
  readonly reason: RefusalReason | null;
  /** Every own edit is on the server's disk. False before the first sync; a viewer has no edits. */
  readonly saved: boolean;
  /** `view` also when the server turned out to take no edits from us. */
  readonly role: ShareRole;
  readonly awareness: Awareness;
  /** Called after any of the above changed; returns the way to stop it. */
  onChange(listener: () => void): () => void;
  /** Says goodbye to the others and closes. Safe to call twice. */
  destroy(): void;
}

export interface ConnectOptions {
  readonly doc: Y.Doc;
  /** Origin of the server: `ws://host:port` or `wss://host`. */
  readonly url: string;
  readonly mapId: string;
  readonly token: string;
  /** Never send edits, whatever the token allows. */
  readonly readOnly: boolean;
  /** The WebSocket class; default the browser's. */
  readonly WebSocket?: typeof WebSocket;
  /** Longest pause between two attempts; default 2,500. */
  readonly maxBackoffMs?: number;
}

const SAVED_MESSAGE = 100;
const AUTH_MESSAGE = 2;

const REASONS = new Map<number, RefusalReason>([
  [4400, 'malformed'],
  [4401, 'bad-token'],
  [4403, 'revoked'],
  [4404, 'no-such-map'],
  [4410, 'deleted'],
  [4413, 'too-big'],
]);

/** Keeps `doc` in step with the shared map until destroyed: sends, receives, reconnects. Tabs are another module's. */
export function connectMap(options: ConnectOptions): Connection {
  return new MapConnection(options);
}

class MapConnection implements Connection {
  readonly awareness: Awareness;
  status: ConnectionStatus = 'connecting';
  reason: RefusalReason | null = null;
  role: ShareRole;

  readonly #provider: WebsocketProvider;
  readonly #doc: Y.Doc;
  readonly #listeners = new Set<() => void>();
  /** Document messages given to the present socket, and how many of those the server has on disk. */
  #sent = 0;
  #onDisk = 0;
  #saved: boolean;
  #isDestroyed = false;

  constructor(options: ConnectOptions) {
    const { doc, mapId, token, readOnly, url, maxBackoffMs = 2_500 } = options;
    const link = parseShareLink(`#/m/${mapId}/${token}`);
    this.role = readOnly || !link.ok ? 'view' : link.value.role;
    this.#doc = doc;
    this.#saved = this.role !== 'edit';
    const Socket = watchSockets(options.WebSocket ?? WebSocket, {
      onOpening: () => (this.#sent = this.#onDisk = 0),
      onDocumentMessage: () => (this.#sent += 1),
      mayWrite: () => this.role === 'edit',
      clientId: doc.clientID,
    });
    this.#provider = new WebsocketProvider(`${url}/sync`, mapId, doc, {
      protocols: ['herringbone.v1', `t.${token}`, 'herringbone.saved'],
      disableBc: true,
      connect: false,
      maxBackoffTime: maxBackoffMs,
      WebSocketPolyfill: Socket,
    });
    this.awareness = this.#provider.awareness;
    this.#listen();
    this.#provider.connect();
  }

  get saved(): boolean {
    return this.#saved;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#listeners.clear();
    this.#doc.off('update', this.#onUpdate);
    globalThis.removeEventListener?.('offline', this.#onDeviceOffline);
    globalThis.removeEventListener?.('online', this.#onDeviceOnline);
    this.awareness.setLocalState(null);
    this.#provider.destroy();
    this.awareness.destroy();
  }

  #listen(): void {
    const provider = this.#provider;
    provider.on('sync', (isSynced) => {
      if (isSynced) this.#become('live');
    });
    provider.on('connection-close', () => this.#become('offline'));
    provider.on('closed', ({ code }) => this.#become('refused', REASONS.get(code) ?? 'refused'));
    provider.messageHandlers[SAVED_MESSAGE] = (_encoder, decoder) => this.#onSaved(decoding.readVarUint(decoder));
    // The standard handler writes a warning with the map's address to the console.
    provider.messageHandlers[AUTH_MESSAGE] = () => {
      this.role = 'view';
      this.#emit();
    };
    this.#doc.on('update', this.#onUpdate);
    // The network is gone before any socket notices; without this the screen would say "live" for another 30 s.
    globalThis.addEventListener?.('offline', this.#onDeviceOffline);
    globalThis.addEventListener?.('online', this.#onDeviceOnline);
  }

  readonly #onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin !== this.#provider && this.role === 'edit') this.#setSaved(false);
  };

  readonly #onDeviceOffline = (): void => {
    if (this.status === 'refused') return;
    this.#provider.disconnect();
    this.#become('offline');
  };

  readonly #onDeviceOnline = (): void => {
    if (this.status !== 'refused') this.#provider.connect();
  };

  /** The server asks every client for what it lacks, so there is at least one document message to acknowledge. */
  #onSaved(count: number): void {
    this.#onDisk = Math.max(this.#onDisk, count);
    this.#setSaved(this.#onDisk >= this.#sent);
  }

  #setSaved(isSaved: boolean): void {
    if (this.#saved === isSaved) return;
    this.#saved = isSaved;
    this.#emit();
  }

  #become(status: ConnectionStatus, reason: RefusalReason | null = null): void {
    if (this.#isDestroyed || (this.status === status && this.reason === reason)) return;
    this.status = status;
    this.reason = reason;
    this.#emit();
  }

  #emit(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
