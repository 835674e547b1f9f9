/**
 * A client that costs next to nothing: it speaks the protocol, sends edits made beforehand and says which edits it
 * hears, without a document of its own. Hundreds fit into one process, which is what load tests need.
 */
import { decoding, encoding } from 'lib0';
import WebSocket from 'ws';
import * as Y from 'yjs';

export interface LeanTarget {
  readonly url: string;
  readonly protocols: readonly string[];
  /** Hocuspocus puts the document's name before every message, and wants a token first. */
  readonly documentName?: string | null;
  /** A byte relay answers nothing: whoever is connected is in. */
  readonly isRelay?: boolean;
}

export interface LeanEvents {
  /** Edits of `client` up to (not including) `clock` have arrived, from `from` on. */
  onEdit?(client: number, from: number, clock: number): void;
  /** The first `count` document messages are on disk. */
  onSaved?(count: number): void;
  /** The answer to our step 1: everything the server has. */
  onState?(update: Uint8Array): void;
}

type Span = readonly [client: number, from: number, to: number];

const TYPE = { sync: 0, awareness: 1, auth: 2, saved: 100 } as const;
const MAX_REMEMBERED = 2_000;

export class LeanClient {
  readonly socket: WebSocket;
  readonly #target: LeanTarget;
  readonly #events: LeanEvents;
  readonly #prefix: Uint8Array;
  #ready: () => void = () => undefined;
  /** Resolves when the server has answered step 1; with a relay, when connected. Rejects when it closes before. */
  readonly joined: Promise<void>;

  constructor(target: LeanTarget, events: LeanEvents = {}) {
    this.#target = target;
    this.#events = events;
    this.#prefix = encode((encoder) => {
      if (target.documentName) encoding.writeVarString(encoder, target.documentName);
    });
    this.socket = new WebSocket(target.url, [...target.protocols], { perMessageDeflate: false });
    this.joined = new Promise((resolve, reject) => {
      this.#ready = resolve;
      this.socket.on('close', (code) => reject(new Error(`closed with ${code} before it was in`)));
    });
    this.joined.catch(() => undefined);
    this.socket.on('error', () => undefined);
    this.socket.on('open', () => this.#open());
    this.socket.on('message', (data: Buffer) => this.#take(data));
  }

  sendUpdate(update: Uint8Array): void {
    this.#send((encoder) => writeSync(encoder, 2, update));
  }

  /** A presence state of `clientId`, as text. */
  sendState(clientId: number, clock: number, state: string): void {
    const payload = encode((encoder) => {
      for (const value of [1, clientId, clock]) encoding.writeVarUint(encoder, value);
      encoding.writeVarString(encoder, state);
    });
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, TYPE.awareness);
      encoding.writeVarUint8Array(encoder, payload);
    });
  }

  close(): void {
    this.socket.terminate();
  }

  #open(): void {
    if (this.#target.isRelay) return this.#ready();
    if (this.#target.documentName) {
      this.#send((encoder) => {
        encoding.writeVarUint(encoder, TYPE.auth);
        encoding.writeVarUint(encoder, 0);
        for (const text of ['token', '4.7.0']) encoding.writeVarString(encoder, text);
      });
    }
    this.#send((encoder) => writeSync(encoder, 0, new Uint8Array([0])));
  }

  #take(data: Buffer): void {
    // A copy with a buffer of its own: lib0 reads from the start of the buffer behind a view.
    const decoder = decoding.createDecoder(new Uint8Array(data));
    if (this.#target.documentName) decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === TYPE.saved && !this.#target.documentName) this.#events.onSaved?.(decoding.readVarUint(decoder));
    // 4 is Hocuspocus's own word for an answer that wants none.
    if (type !== TYPE.sync && type !== 4) return;
    const step = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (step === 0) return this.#send((encoder) => writeSync(encoder, 1, new Uint8Array([0, 0])));
    if (step === 1) {
      this.#events.onState?.(payload);
      return this.#ready();
    }
    if (this.#events.onEdit) for (const [client, from, to] of spansOf(payload)) this.#events.onEdit(client, from, to);
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.send(
      encode((encoder) => {
        encoding.writeUint8Array(encoder, this.#prefix);
        write(encoder);
      }),
    );
  }
}

const remembered = new Map<string, readonly Span[]>();

/** A hundred clients of a room hear the same bytes: they are read once. */
function spansOf(update: Uint8Array): readonly Span[] {
  const key = Buffer.from(update.buffer, update.byteOffset, update.length).toString('latin1');
  let spans = remembered.get(key);
  if (spans === undefined) {
    const { from, to } = Y.parseUpdateMeta(update);
    spans = [...to].map(([client, end]) => [client, from.get(client) ?? 0, end]);
    if (remembered.size > MAX_REMEMBERED) remembered.clear();
    remembered.set(key, spans);
  }
  return spans;
}

function encode(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
}

function writeSync(encoder: encoding.Encoder, step: number, payload: Uint8Array): void {
  encoding.writeVarUint(encoder, TYPE.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, payload);
}

/** The server has taken everything sent so far (it answers pings in their turn), or closed. */
export function hasHeard(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState === socket.CLOSED) return resolve();
    const done = (): void => {
      socket.off('pong', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('pong', done);
    socket.on('close', done);
    if (socket.readyState === socket.OPEN) socket.ping();
  });
}
