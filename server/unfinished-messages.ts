import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { CLOSE } from './close-codes.ts';
import type { Limits } from './limits.ts';

/** Below this a message that has begun costs less than to look after it. */
const SMALL_BYTES = 16 * 1024;
/** Of a control frame from a client besides its payload: two bytes of header, four of mask. */
const CONTROL_BYTES = 6;

interface Begun {
  readonly socket: WebSocket;
  readonly address: string;
  bytes: number;
  /** What there was of it at the last beat; null = it has begun since. */
  bytesAtBeat: number | null;
}

/**
 * Messages that have begun and not ended. The WebSocket layer keeps all of one until its last byte is there, so somebody
 * who never sends that would hold as much memory as a message may be long, on each of his sockets. A line may be slow:
 * what counts is whether it goes on, and what all of them hold together.
 */
export class UnfinishedMessages {
  readonly #limits: Limits;
  /** In the order in which they began. */
  readonly #begun = new Set<Begun>();
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Looks after a socket from its handshake on; `stream` is what it reads from. */
  watch(socket: WebSocket, stream: Duplex, address: string): void {
    const entry: Begun = { socket, address, bytes: 0, bytesAtBeat: null };
    // Before the WebSocket layer sees it: what ends a message takes back what was counted for it.
    const grow = (chunk: Buffer): void => this.#grow(entry, chunk.length);
    stream.prependListener('data', grow);
    const control = (data: Buffer): void => this.#grow(entry, -Math.min(entry.bytes, data.length + CONTROL_BYTES));
    socket.on('ping', control);
    socket.on('pong', control);
    for (const event of ['message', 'close'] as const) socket.on(event, () => this.#end(entry));
    // Too long, or broken: from here on the layer throws away what comes.
    socket.on('error', () => {
      stream.off('data', grow);
      this.#end(entry);
    });
  }

  /** Called every ping interval: cuts off whose message has hardly grown since the last time, though it was read. */
  beat(): void {
    for (const entry of this.#begun) {
      const { bytes, bytesAtBeat, socket } = entry;
      const isStuck = bytesAtBeat !== null && bytes - bytesAtBeat < this.#limits.unfinishedGrowthBytes;
      if (isStuck && !socket.isPaused) this.#cut(entry);
      else entry.bytesAtBeat = bytes;
    }
  }

  #grow(entry: Begun, bytes: number): void {
    entry.bytes += bytes;
    if (this.#begun.has(entry)) {
      this.#bytes += bytes;
    } else if (entry.bytes > SMALL_BYTES) {
      this.#begun.add(entry);
      this.#bytes += entry.bytes;
    }
    if (bytes > 0 && this.#bytes > this.#limits.unfinishedBytes) this.#makeRoom();
  }

  #end(entry: Begun): void {
    if (this.#begun.delete(entry)) this.#bytes -= entry.bytes;
    entry.bytes = 0;
    entry.bytesAtBeat = null;
  }

  /** The address that holds most gives way, with its oldest: so a flood from one place disturbs no other. */
  #makeRoom(): void {
    const held = new Map<string, number>();
    for (const { address, bytes } of this.#begun) held.set(address, (held.get(address) ?? 0) + bytes);
    const [heaviest] = [...held].sort(([, a], [, b]) => b - a)[0] ?? [];
    for (const entry of this.#begun) if (entry.address === heaviest) return this.#cut(entry);
  }

  #cut(entry: Begun): void {
    this.#end(entry);
    entry.socket.close(CLOSE.tryAgain, 'unfinished-message');
    entry.socket.terminate();
  }
}
