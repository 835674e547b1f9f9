import { decoding } from 'lib0';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { readRenewal, RENEW_PROTOCOL, RENEWED_MESSAGE } from './renewal.ts';
import { mayComment, mayEdit, parseToken, type ShareLink, type ShareRole } from './share-link.ts';
import { watchSockets } from './watched-socket.ts';

export type ConnectionStatus = 'connecting' | 'live' | 'offline' | 'refused';

/** Why the server will not have us, for `refused`; a stable code with a sentence in the catalogue. */
export type RefusalReason =
  | 'malformed'
  | 'bad-token'
  | 'expired'
  | 'revoked'
  | 'no-such-map'
  | 'deleted'
  | 'too-big'
  | 'too-old'
  /** The page comes from an address that the server lets nobody in from. */
  | 'origin-refused'
  | 'refused';

/** Why it is offline, when the server said so: it cannot write down what it hears, or has no room for us now. */
export type Trouble = 'not-stored' | 'crowded' | 'unreadable';

export interface Connection {
  /** `live` = synced; `offline` = it keeps trying; `refused` = it gave up, see `reason`. */
  readonly status: ConnectionStatus;
  readonly reason: RefusalReason | null;
  /** For `offline`, and until the next edit is saved after it; null = the network, or nothing. */
  readonly trouble: Trouble | null;
  /** Every own edit is on the server's disk. False before the first sync; a viewer has no edits. */
  readonly saved: boolean;
  readonly role: ShareRole;
  /** False for a link that may not, or when the server turned out to take no edits from us. */
  readonly mayWrite: boolean;
  readonly awareness: Awareness;
  /** Encoded size of the document when the server called it `too-big`; null at any other time. */
  readonly bytes: number | null;
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
  /** The map itself (default), or the comments beside it. */
  readonly document?: 'map' | 'comments';
  /** Told when the server renewed the token, of `before`; the connection itself uses the new one from then on. */
  readonly onRenewed?: (link: ShareLink, before: ShareLink) => void;
  /** Told of each change that did not come from the server: from now on until `saved` there is something to send. */
  readonly onOwnChange?: () => void;
  /** Never send edits, whatever the token allows; default false. */
  readonly readOnly?: boolean;
  /** The WebSocket class; default the browser's. */
  readonly WebSocket?: typeof WebSocket;
  /** Longest pause between two attempts; default 2,500. */
  readonly maxBackoffMs?: number;
}

const SAVED_MESSAGE = 100;
const AUTH_MESSAGE = 2;

/** Of one code, what the server tells apart in words. */
const NAMED_REASONS: readonly RefusalReason[] = ['expired', 'origin-refused'];

const REASONS = new Map<number, RefusalReason>([
  // The WebSocket layer's own word for a message it will not even read.
  [1009, 'too-big'],
  [4400, 'malformed'],
  [4401, 'bad-token'],
  [4403, 'revoked'],
  [4404, 'no-such-map'],
  [4410, 'deleted'],
  [4413, 'too-big'],
  [4426, 'too-old'],
]);

/** The provider's own pauses start again at every greeting: a server in trouble would be asked five times a second. */
const TROUBLE_PAUSE_MS = 4_000;

/** So long after an edit a map that was too big is measured, and tried again when it has become smaller. */
const SIZE_PAUSE_MS = 2_000;

const TROUBLES = new Map<number, Trouble>([
  [1013, 'crowded'],
  [4500, 'unreadable'],
  [4507, 'not-stored'],
]);

/** Keeps `doc` in step with the shared map until destroyed: sends, receives, reconnects. Tabs are another module's. */
export function connectMap(options: ConnectOptions): Connection {
  return new MapConnection(options);
}

class MapConnection implements Connection {
  readonly awareness: Awareness;
  status: ConnectionStatus = 'connecting';
  reason: RefusalReason | null = null;
  trouble: Trouble | null = null;
  bytes: number | null = null;
  mayWrite: boolean;
  readonly role: ShareRole;

  readonly #provider: WebsocketProvider;
  readonly #doc: Y.Doc;
  readonly #onRenewed: ConnectOptions['onRenewed'];
  readonly #onOwnChange: ConnectOptions['onOwnChange'];
  /** What it comes with; null for a token that is none, which the server will not have. */
  #link: ShareLink | null;
  readonly #listeners = new Set<() => void>();
  /** Document messages given to the present socket, and how many of those the server has on disk. */
  #sent = 0;
  #onDisk = 0;
  #saved: boolean;
  #pauseTimer: ReturnType<typeof setTimeout> | null = null;
  #sizeTimer: ReturnType<typeof setTimeout> | null = null;
  #isDestroyed = false;

  constructor(options: ConnectOptions) {
    const { doc, document = 'map', mapId, token, readOnly = false, url, maxBackoffMs = 2_500 } = options;
    const link = parseToken(token);
    this.#link = link.ok ? link.value : null;
    this.#onRenewed = options.onRenewed;
    this.#onOwnChange = options.onOwnChange;
    this.role = link.ok ? link.value.role : 'view';
    this.mayWrite = !readOnly && (document === 'map' ? mayEdit(this.role) : mayComment(this.role));
    this.#doc = doc;
    this.#saved = !this.mayWrite;
    const Socket = watchSockets(options.WebSocket ?? WebSocket, {
      onOpening: () => (this.#sent = this.#onDisk = 0),
      onDocumentMessage: () => (this.#sent += 1),
      mayWrite: () => this.mayWrite,
      clientId: doc.clientID,
    });
    this.#provider = new WebsocketProvider(`${url}/sync`, document === 'map' ? mapId : `${mapId}/comments`, doc, {
      protocols: protocolsFor(token),
      disableBc: true,
      connect: false,
      maxBackoffTime: maxBackoffMs,
      WebSocketPolyfill: Socket,
      shouldReconnect: ({ code }) => code !== 1009 && (code < 4400 || code >= 4500),
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
    if (this.#pauseTimer !== null) clearTimeout(this.#pauseTimer);
    if (this.#sizeTimer !== null) clearTimeout(this.#sizeTimer);
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
    provider.on('connection-close', (event) => {
      const trouble = event ? TROUBLES.get(event.code) : undefined;
      this.trouble = trouble ?? this.trouble;
      if (trouble !== undefined) this.#pause();
      this.#become('offline');
    });
    provider.on('closed', ({ code, reason }) => {
      this.#refuse(NAMED_REASONS.find((name) => name === reason) ?? REASONS.get(code) ?? 'refused');
    });
    provider.messageHandlers[SAVED_MESSAGE] = (_encoder, decoder) => this.#onSaved(decoding.readVarUint(decoder));
    provider.messageHandlers[RENEWED_MESSAGE] = (_encoder, decoder) => this.#onRenewal(decoder);
    // The standard handler writes a warning with the map's address to the console.
    provider.messageHandlers[AUTH_MESSAGE] = () => {
      this.mayWrite = false;
      this.#emit();
    };
    this.#doc.on('update', this.#onUpdate);
    // The network is gone before any socket notices; without this the screen would say "live" for another 30 s.
    globalThis.addEventListener?.('offline', this.#onDeviceOffline);
    globalThis.addEventListener?.('online', this.#onDeviceOnline);
  }

  readonly #onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin === this.#provider || !this.mayWrite) return;
    this.#onOwnChange?.();
    this.#setSaved(false);
    if (this.bytes !== null) this.#lookAtSizeSoon();
  };

  readonly #onDeviceOffline = (): void => {
    if (this.status === 'refused') return;
    this.#provider.disconnect();
    this.#become('offline');
  };

  readonly #onDeviceOnline = (): void => {
    if (this.status !== 'refused') this.#provider.connect();
  };

  /** With some chance in it, so that those who were turned away together do not come back together. */
  #pause(): void {
    this.#provider.shouldConnect = false;
    if (this.#pauseTimer !== null) clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => this.#onDeviceOnline(), TROUBLE_PAUSE_MS * (0.5 + Math.random()));
  }

  #refuse(reason: RefusalReason): void {
    this.bytes = reason === 'too-big' ? Y.encodeStateAsUpdate(this.#doc).length : null;
    this.#become('refused', reason);
  }

  /** Encoding a document that is too big takes a tenth of a second: not with every key. */
  #lookAtSizeSoon(): void {
    this.#sizeTimer ??= setTimeout(() => {
      this.#sizeTimer = null;
      if (this.bytes === null || Y.encodeStateAsUpdate(this.#doc).length >= this.bytes) return;
      this.bytes = null;
      this.#become('connecting');
      this.#provider.connect();
    }, SIZE_PAUSE_MS);
  }

  /** The server asks every client for what it lacks, so there is at least one document message to acknowledge. */
  #onSaved(count: number): void {
    this.#onDisk = Math.max(this.#onDisk, count);
    if (this.#onDisk >= this.#sent) this.trouble = null;
    this.#setSaved(this.#onDisk >= this.#sent);
  }

  #onRenewal(decoder: decoding.Decoder): void {
    const before = this.#link;
    const link = before && readRenewal(decoder, before);
    if (!link) return;
    this.#link = link;
    // Read by the provider whenever it opens a socket.
    this.#provider.protocols = protocolsFor(link.token);
    this.#onRenewed?.(link, before);
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

function protocolsFor(token: string): string[] {
  return ['herringbone.v1', `t.${token}`, 'herringbone.saved', RENEW_PROTOCOL];
}
