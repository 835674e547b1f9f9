import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { atMost, pauseBefore } from '../backoff.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { DocumentName } from '../store/document-name.ts';
import { decodeEntries } from './bus-frame.ts';
import type { Bus, BusMessage } from './bus.ts';
import { Listeners } from './listeners.ts';
import { Outbox, type Outgoing } from './outbox.ts';
import { keyOf, shardOf, StreamReader } from './redis-streams.ts';

export interface RedisBusOptions {
  readonly url: string;
  readonly limits: Limits;
  readonly log: Log;
}

/**
 * Servers wake each other up through Redis Streams. A stream is read from a cursor on, so that what was said during a
 * short disconnection is read after it; pub/sub would have lost it.
 */
export class RedisBus implements Bus {
  readonly isShared = true;
  readonly #options: RedisBusOptions;
  readonly #sender = randomBytes(8);
  readonly #commands: Redis;
  readonly #reader: StreamReader;
  readonly #listeners: Listeners;
  readonly #outbox: Outbox;

  private constructor(options: RedisBusOptions, commands: Redis, blocking: Redis) {
    const { limits, log } = options;
    this.#options = options;
    this.#commands = commands;
    this.#listeners = new Listeners(log);
    this.#outbox = new Outbox({ send: (batch) => this.#send(batch), maxBytes: limits.busOutboxBytes, log });
    this.#reader = new StreamReader({
      commands,
      blocking,
      blockMs: limits.busHeartbeatMs / 2,
      nudgeKey: `herringbone:nudge:${this.#sender.toString('hex')}`,
      onEntry: (bytes) => this.#receive(bytes),
      onGap: () => this.#listeners.gap(),
      keptEntries: limits.busKeptEntries,
      log,
    });
  }

  /** @throws Error with code `BUS_UNREACHABLE` when Redis cannot be reached now. */
  static async open(options: RedisBusOptions): Promise<RedisBus> {
    const { Redis } = await import('ioredis');
    const { limits, log, url } = options;
    const connect = (name: string): Redis => {
      const client = new Redis(url, {
        connectionName: name,
        lazyConnect: true,
        protocol: 2,
        connectTimeout: limits.busHeartbeatMs,
        socketTimeout: limits.busHeartbeatMs,
        keepAlive: limits.busHeartbeatMs,
        // Commands fail at once while Redis is away. What must be said waits in the outbox, where it is bounded.
        enableOfflineQueue: false,
        autoResendUnfulfilledCommands: false,
        maxRetriesPerRequest: 0,
        retryStrategy: (attempt) => pauseBefore(attempt - 1),
      });
      // Each failed attempt to come back is an error event; the loss itself is told by those who miss an answer.
      client.on('error', () => undefined);
      return client;
    };
    const commands = connect('herringbone');
    const blocking = connect('herringbone-bus');
    try {
      await Promise.all([commands.connect(), blocking.connect()]);
    } catch (error) {
      commands.disconnect();
      blocking.disconnect();
      const message = `cannot reach Redis at ${placeOf(url)}: ${error instanceof Error ? error.message : String(error)}`;
      throw Object.assign(new Error(message), { code: 'BUS_UNREACHABLE' });
    }
    const bus = new RedisBus({ url, limits, log }, commands, blocking);
    bus.#reader.start();
    return bus;
  }

  publish(document: DocumentName, message: BusMessage): void {
    this.#outbox.push(document, message);
  }

  async subscribe(document: DocumentName, listener: (message: BusMessage) => void): Promise<() => void> {
    const shard = shardOf(document);
    let isStopped = false;
    const stop = this.#listeners.add(document, listener);
    // While Redis is away, or slow, a room may open all the same: it will hear of the gap.
    const opening = { isOver: false };
    const following = this.#reader.follow(shard).then(() => {
      if (opening.isOver) this.#listeners.gap();
    });
    await atMost(this.#options.limits.busSubscribeMs, following);
    opening.isOver = true;
    return () => {
      if (isStopped) return;
      isStopped = true;
      stop();
      this.#reader.unfollow(shard);
    };
  }

  onGap(listener: () => void): () => void {
    return this.#listeners.addGap(listener);
  }

  async ping(): Promise<void> {
    if (!this.#reader.isConnected) throw new Error('Redis is away');
    await this.#commands.ping();
  }

  async close(): Promise<void> {
    await this.#outbox.close(this.#options.limits.busSubscribeMs);
    await this.#reader.stop();
    this.#commands.disconnect();
  }

  async #send(batch: readonly Outgoing[]): Promise<void> {
    const keptEntries = this.#options.limits.busKeptEntries;
    const shards = new Map<number, Uint8Array[]>();
    for (const { document, bytes } of batch) {
      const shard = shardOf(document);
      shards.set(shard, [...(shards.get(shard) ?? []), bytes]);
    }
    const pipeline = this.#commands.pipeline();
    for (const [shard, entries] of shards) {
      const packed = Buffer.concat([this.#sender, ...entries]);
      pipeline.xadd(keyOf(shard), 'MAXLEN', '~', keptEntries, '*', 'm', packed);
    }
    const results = await pipeline.exec();
    const failed = results?.find(([error]) => error !== null)?.[0];
    if (failed) throw failed;
  }

  #receive(bytes: Buffer): void {
    const { length } = this.#sender;
    if (bytes.length < length || this.#sender.equals(bytes.subarray(0, length))) return;
    for (const entry of decodeEntries(bytes.subarray(length))) this.#listeners.deliver(entry);
  }
}

/** Host and port, without user and password. */
function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that is none';
}
