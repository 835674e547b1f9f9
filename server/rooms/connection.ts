import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Capability } from '../access/token.ts';
import { TokenBucket } from '../access/token-bucket.ts';
import { CLOSE, CLOSE_FOR, type CloseCode } from '../close-codes.ts';
import type { Limits } from '../limits.ts';
import type { Meter } from '../meter.ts';
import type { Answers } from './answers.ts';
import { savedFrame } from './hot-frames.ts';
import type { PresenceOwner, RoomPresence } from './room-presence.ts';
import { encodeAwareness, encodeReadOnly, parseMessage, type Message } from './wire.ts';
import { toFrame } from './ws-frame.ts';

/** How often it is looked whether a reader has caught up. */
const READER_LOOK_MS = 50;

/** What a socket needs of its room. */
export interface RoomSide {
  readonly doc: Y.Doc;
  readonly answers: Answers;
  readonly presence: RoomPresence;
  receive(sender: Connection, message: DocumentMessage): void;
}

/** A change of the document, as one socket said it. */
export interface DocumentMessage {
  readonly update: Uint8Array;
  /** Sync step 2: the client's answer to our step 1. */
  readonly isAnswer: boolean;
  /** Position among the document messages of its socket. */
  readonly number: number;
}

export interface ConnectionOptions {
  readonly socket: WebSocket;
  /** What the socket writes to. */
  readonly stream: Socket;
  readonly capability: Capability;
  /** Of the document it came for; a viewer's edits are dropped. */
  readonly mayWrite: boolean;
  /** The client asked to be told what is on disk. */
  readonly wantsSaved: boolean;
  /** What all sockets of one origin may cost together: a new socket begins where the last one ended. */
  readonly sharedWork: SharedWork;
  readonly limits: Limits;
  readonly meter: Meter;
}

/** Milliseconds of our time. */
export interface SharedWork {
  /** Until something may be spent again; 0 = now. */
  waitMs(): number;
  spend(ms: number): void;
}

/**
 * One socket in one room: takes frames in order, never faster than its rates, and sends what the room says. Frames
 * wait (with the socket paused) while the map loads or a rate is over; none is ever dropped.
 */
export class Connection implements PresenceOwner {
  readonly capability: Capability;
  clientId: number | null = null;
  /** Since when this socket owes us edits that its own edits build on; null = it does not. */
  gapSince: number | null = null;
  gapBytes = 0;

  readonly #socket: WebSocket;
  readonly #stream: Socket;
  readonly #mayWrite: boolean;
  readonly #wantsSaved: boolean;
  readonly #meter: Meter;
  readonly #limits: Limits;
  readonly #updates: TokenBucket;
  readonly #awareness: TokenBucket;
  readonly #bytes: TokenBucket;
  /** Milliseconds of our time: some messages of a few bytes cost far more than others. */
  readonly #work: TokenBucket;
  readonly #sharedWork: SharedWork;
  #room: RoomSide | null = null;
  #inbox: Uint8Array[] = [];
  #inboxBytes = 0;
  #timer: NodeJS.Timeout | null = null;
  /** When a ping was sent (monotonic milliseconds), and whether anything was heard since. */
  #pingedAt = -Infinity;
  #isAwaited = false;
  #saidReadOnly = false;
  /** Of the last frame that was sent while the reader was not behind: as large as it is, so much more may wait. */
  #frameBytes = 0;
  #waitsForReader = false;
  #received = 0;
  #saved = 0;

  constructor({ socket, stream, capability, mayWrite, wantsSaved, limits, meter, sharedWork }: ConnectionOptions) {
    const now = performance.now();
    this.#socket = socket;
    this.#stream = stream;
    this.capability = capability;
    this.#mayWrite = mayWrite;
    this.#meter = meter;
    this.#wantsSaved = wantsSaved;
    this.#limits = limits;
    this.#updates = new TokenBucket({ perSecond: limits.updatesPerSecond, burst: limits.updatesBurst, now });
    this.#awareness = new TokenBucket({ perSecond: limits.awarenessPerSecond, burst: limits.awarenessBurst, now });
    this.#bytes = new TokenBucket({ perSecond: limits.bytesPerSecond, burst: limits.bytesBurst, now });
    this.#work = new TokenBucket({ perSecond: limits.workMsPerSecond, burst: limits.workMsBurst, now });
    this.#sharedWork = sharedWork;
    socket.on('message', (data, isBinary) => this.#take(data, isBinary));
    socket.on('pong', () => (this.#isAwaited = false));
    stream.on('timeout', () => this.#cut());
  }

  /** The map is loaded: what came meanwhile is handled now, in order. */
  enter(room: RoomSide): void {
    this.#room = room;
    this.#drain();
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** A message of the protocol: everything, in order, or the end of the socket. */
  send(message: Uint8Array): void {
    this.sendFrame(toFrame(message));
  }

  /**
   * As `send`, of a frame that was built for several sockets. It goes past the WebSocket library, which writes each of
   * its own frames in one go too, so neither cuts the other's in two. Whoever is not behind is sent it whatever its size.
   */
  sendFrame(frame: Uint8Array): void {
    if (!this.isOpen) return;
    if (!this.#isBehind) this.#frameBytes = frame.length;
    else if (this.#socket.bufferedAmount + frame.length > this.#limits.stuckReaderBytes + this.#frameBytes)
      return this.#cut();
    this.#stream.write(frame);
  }

  /** Presence: left out for a reader that is behind; the next state makes up for it. */
  sendPresenceFrame(frame: Uint8Array): void {
    if (!this.#isBehind) this.sendFrame(frame);
  }

  sendAwareness(payload: Uint8Array): void {
    this.sendPresenceFrame(toFrame(encodeAwareness(payload)));
  }

  /** Tells the sender that its messages up to `count` are on disk. */
  sendSaved(count: number): void {
    if (!this.#wantsSaved || count <= this.#saved) return;
    this.#saved = count;
    this.sendFrame(savedFrame(count));
  }

  close(code: CloseCode, reason: string): void {
    this.#inbox = [];
    this.#socket.resume();
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** Called every ping interval: a socket of which nothing was heard since it was pinged is gone. */
  beat(): void {
    const now = performance.now();
    // A ping of just now is no proof: anybody can have one sent. Nor can we hear whom we keep waiting.
    const isOverdue = this.#isAwaited && now - this.#pingedAt >= this.#limits.pingMs / 2;
    if (isOverdue && !this.#socket.isPaused) return this.#socket.terminate();
    const { expires } = this.capability;
    if (expires !== 0 && expires <= Date.now() / 1000) return this.close(CLOSE_FOR.expired, 'expired');
    this.#ping(now);
    // Browsers do not show pings to the page; an empty presence message feeds the client's own watchdog.
    this.sendAwareness(new Uint8Array([0]));
  }

  probe(): void {
    const now = performance.now();
    if (now - this.#pingedAt >= this.#limits.probeMs) this.#ping(now);
  }

  /** Lets go of timers; the socket itself is closed by whoever called. */
  destroy(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#inbox = [];
  }

  get #isBehind(): boolean {
    return this.#socket.bufferedAmount > this.#limits.slowReaderBytes;
  }

  #cut(): void {
    this.#meter.count('slow-readers-cut');
    this.#socket.terminate();
  }

  #ping(now: number): void {
    if (this.#isAwaited || !this.isOpen) return;
    this.#isAwaited = true;
    this.#pingedAt = now;
    this.#socket.ping();
  }

  #take(data: RawData, isBinary: boolean): void {
    if (!this.isOpen) return;
    this.#isAwaited = false;
    if (!isBinary) return this.close(CLOSE.malformed, 'text-frame');
    // A copy with a buffer of its own: see parseMessage.
    const bytes = new Uint8Array(Array.isArray(data) ? Buffer.concat(data) : data);
    this.#inbox.push(bytes);
    this.#inboxBytes += bytes.length;
    const behind = this.#inboxBytes - (this.#inbox[0]?.length ?? 0);
    if (behind > this.#limits.inboxBytes) return this.close(CLOSE.tryAgain, 'too-fast');
    this.#drain();
  }

  #drain(): void {
    if (this.#timer !== null) return;
    while (this.#room !== null && this.isOpen) {
      const [bytes] = this.#inbox;
      if (bytes === undefined) break;
      const now = performance.now();
      const waitMs = this.#waitMs(now);
      if (waitMs > 0) return this.#waitFor(waitMs);
      const message = parseMessage(bytes);
      if (isQuestion(message) && this.#isBehind) return this.#waitForReader();
      this.#inbox.shift();
      this.#inboxBytes -= bytes.length;
      this.#bytes.spend(bytes.length, now);
      this.#handle(message, this.#room, now);
      const spentMs = performance.now() - now;
      this.#work.spend(spentMs, now);
      this.#sharedWork.spend(spentMs);
    }
    if (this.#inbox.length > 0) this.#socket.pause();
    else this.#socket.resume();
  }

  #waitMs(now: number): number {
    return Math.max(
      this.#updates.waitMs(now),
      this.#awareness.waitMs(now),
      this.#bytes.waitMs(now),
      this.#work.waitMs(now),
      this.#sharedWork.waitMs(),
    );
  }

  #waitFor(waitMs: number): void {
    this.#meter.count('paused');
    this.#pauseFor(waitMs);
  }

  /**
   * Whoever asks is first to read what was answered before: an answer may be a whole map. Meanwhile no pong can be heard,
   * so the stream watches: it gives up when nothing at all is taken for `answerMs`, however slow the line is.
   */
  #waitForReader(): void {
    if (!this.#waitsForReader) this.#stream.setTimeout(this.#limits.answerMs);
    this.#waitsForReader = true;
    this.#pauseFor(READER_LOOK_MS);
  }

  #pauseFor(ms: number): void {
    this.#socket.pause();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#waitsForReader && !this.#isBehind) {
        this.#waitsForReader = false;
        this.#stream.setTimeout(0);
      }
      this.#drain();
    }, ms);
  }

  #handle(message: Message | null, room: RoomSide, now: number): void {
    if (message === null) return this.close(CLOSE.malformed, 'not-a-message');
    if (message.kind === 'step1') return this.#answer(message.stateVector, room, now);
    if (message.kind === 'query-awareness') {
      const everybody = room.presence.encodeAll();
      this.#bytes.spend(everybody.length, now);
      return this.sendAwareness(everybody);
    }
    if (message.kind === 'awareness') {
      if (room.presence.receive(this, message.payload)) this.#awareness.spend(1, now);
      return;
    }
    this.#updates.spend(1, now);
    if (!this.#mayWrite) return this.#refuseUpdate(message.update);
    this.#received += 1;
    room.receive(this, { update: message.update, isAnswer: message.kind === 'step2', number: this.#received });
  }

  /** Before document, log and room have seen any of it. An empty one is only the client's answer to our step 1. */
  #refuseUpdate(update: Uint8Array): void {
    if (this.#saidReadOnly || update.length <= 2) return;
    this.#saidReadOnly = true;
    this.send(encodeReadOnly());
  }

  #answer(stateVector: Uint8Array, room: RoomSide, now: number): void {
    if (isTooBig(stateVector, room.doc, this.#limits)) return this.close(CLOSE.tooBig, 'state-vector-too-big');
    try {
      const answer = room.answers.frameFor(stateVector);
      this.#bytes.spend(answer.length, now);
      this.sendFrame(answer);
    } catch {
      this.close(CLOSE.malformed, 'bad-state-vector');
    }
  }
}

/** What is answered with as much as there is. */
function isQuestion(message: Message | null): boolean {
  return message?.kind === 'step1' || message?.kind === 'query-awareness';
}

/** Whoever has the map has an entry for each client that ever wrote at it, and some of their own. */
function isTooBig(stateVector: Uint8Array, doc: Y.Doc, { maxStateVectorBytes }: Limits): boolean {
  if (stateVector.length <= maxStateVectorBytes) return false;
  return stateVector.length > maxStateVectorBytes + 2 * Y.encodeStateVector(doc).length;
}
