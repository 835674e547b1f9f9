/** Sends hostile frames to a server from many sockets at once: members of other maps, strangers, and raw bytes. */
import { connect } from 'node:net';
import WebSocket from 'ws';
import { createChildMap } from './good-pair.ts';
import { HostileFrames } from './hostile-frames.ts';
import { integer, pick } from './hostile-updates.ts';
import { hasHeard } from './lean-client.ts';
import { seededRandom } from './random-map.ts';
import type { ServerChild } from './server-child.ts';

export interface StormOptions {
  readonly seed: number;
  /** How many frames to send, all kinds together. */
  readonly frames: number;
  /** Default 24. */
  readonly sockets?: number;
  readonly onProgress?: (sent: number) => void;
}

export interface StormReport {
  readonly sent: number;
  readonly sockets: number;
  /** Sent on sockets that had no right to be there. */
  readonly unauthenticated: number;
  /** How often the server closed with which code; 1006 = it cut the connection. */
  readonly closes: Readonly<Record<string, number>>;
}

const FRAMES_PER_MAP = 20_000;
/** Below the burst a socket is allowed: a paused socket would test nothing. */
const FRAMES_PER_SOCKET = 400;
const FRAMES_PER_CHUNK = 8;
const STRANGER_FRAMES = 20;

export async function storm(server: ServerChild, options: StormOptions): Promise<StormReport> {
  const one = new Storm(server, options);
  return one.run();
}

class Storm {
  readonly #server: ServerChild;
  readonly #options: StormOptions;
  readonly #random: () => number;
  readonly #frames: HostileFrames;
  readonly #closes: Record<string, number> = {};
  #map: Record<string, string> = {};
  #sent = 0;
  #unauthenticated = 0;
  #sockets = 0;

  constructor(server: ServerChild, options: StormOptions) {
    this.#server = server;
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#frames = new HostileFrames(options.seed);
  }

  async run(): Promise<StormReport> {
    this.#map = await createChildMap(this.#server);
    const attackers = Array.from({ length: this.#options.sockets ?? 24 }, () => this.#attack());
    await Promise.all(attackers);
    const { frames } = this.#options;
    if (this.#sent < frames) throw new Error(`the server is gone after ${this.#sent} of ${frames} frames`);
    return { sent: this.#sent, sockets: this.#sockets, unauthenticated: this.#unauthenticated, closes: this.#closes };
  }

  get #isOver(): boolean {
    return this.#sent >= this.#options.frames || !this.#server.isAlive;
  }

  async #attack(): Promise<void> {
    while (!this.#isOver) {
      const kind = this.#random();
      this.#sockets += 1;
      if (kind < 0.05) await this.#throwBytes();
      else if (kind < 0.2) await this.#intrude();
      else await this.#misbehave();
    }
  }

  /** On a socket with a good link, of any role. */
  async #misbehave(): Promise<void> {
    const role = pick(this.#random, ['own', 'edit', 'edit', 'edit', 'comment', 'view']);
    const path = this.#random() < 0.2 && role !== 'view' ? '/comments' : '';
    const socket = this.#open(`${this.#map.id}${path}`, ['herringbone.v1', `t.${tokenOf(this.#map[role])}`]);
    socket.on('message', (data: Buffer) => {
      if (this.#random() < 0.02 && data.length < 20_000) this.#frames.learn(new Uint8Array(data));
    });
    if (!(await isOpen(socket))) return;
    for (let sent = 0; sent < FRAMES_PER_SOCKET && !this.#isOver && socket.readyState === socket.OPEN;) {
      sent += this.#sendChunk(socket);
      await hasHeard(socket);
    }
    socket.terminate();
  }

  /** Harmless looking ones first, and at most one that closes the socket at the end: so each of them is looked at. */
  #sendChunk(socket: WebSocket): number {
    for (let count = 1; ; count++) {
      const { bytes, isWild } = this.#frames.next();
      socket.send(bytes, { binary: this.#random() < 0.995 });
      this.#count(1);
      if (isWild || count === FRAMES_PER_CHUNK) return count;
    }
  }

  /** On a socket that must not be let in: no token, another map's, a forged one, no protocol of ours. */
  async #intrude(): Promise<void> {
    const token = tokenOf(this.#map.edit);
    const at = integer(this.#random, token.length);
    const forged = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    const protocols = pick(this.#random, [
      [],
      ['herringbone.v1'],
      ['herringbone.v1', `t.${forged}`],
      ['herringbone.v1', `t.${token.slice(0, at)}`],
      ['y-websocket', `t.${token}`],
    ]);
    const path = pick(this.#random, [this.#map.id ?? '', 'A'.repeat(22), '__proto__', `${this.#map.id}/comments`]);
    const socket = this.#open(path, protocols);
    if (!(await isOpen(socket))) return;
    for (let i = 0; i < STRANGER_FRAMES && !this.#isOver && socket.readyState === socket.OPEN; i++) {
      socket.send(this.#frames.next().bytes);
      this.#unauthenticated += 1;
      this.#count(1);
    }
    await hasHeard(socket);
    socket.terminate();
  }

  /** Below the WebSocket: frames whose own headers are wrong, after a handshake that may be wrong too. */
  async #throwBytes(): Promise<void> {
    const { hostname, port } = new URL(this.#server.http);
    const socket = connect(Number(port), hostname);
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const answered = new Promise<void>((resolve) => socket.once('data', () => resolve()));
    socket.on('error', () => undefined);
    socket.resume();
    const key = this.#random() < 0.1 ? '__proto__' : 'dGhlIHNhbXBsZSBub25jZQ==';
    socket.write(
      `GET /sync/${this.#map.id} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n` +
        `Sec-WebSocket-Protocol: herringbone.v1, t.${tokenOf(this.#map.edit)}\r\n\r\n`,
    );
    await Promise.race([answered, ended]);
    for (let i = 0; i < 10; i++) {
      const head = Uint8Array.from({ length: 2 + integer(this.#random, 12) }, () => integer(this.#random, 256));
      socket.write(Buffer.concat([head, this.#frames.next().bytes]));
      this.#count(1);
    }
    socket.end();
    setTimeout(() => socket.destroy(), 1_000).unref();
    await ended;
  }

  #count(frames: number): void {
    this.#sent += frames;
    if (this.#sent % FRAMES_PER_MAP === 0) {
      void createChildMap(this.#server).then(
        (map) => (this.#map = map),
        () => undefined,
      );
      this.#options.onProgress?.(this.#sent);
    }
  }

  #open(path: string, protocols: readonly string[]): WebSocket {
    const socket = new WebSocket(`${this.#server.ws}/sync/${path}`, [...protocols]);
    socket.on('error', () => undefined);
    socket.on('close', (code) => (this.#closes[code] = (this.#closes[code] ?? 0) + 1));
    return socket;
  }
}

function tokenOf(link = ''): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

function isOpen(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('open', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
}
