import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { atMost, pauseBefore, sleep } from '../backoff.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { DocumentName } from '../store/document-name.ts';
import { decodeEntries } from './bus-frame.ts';
import type { Bus, BusMessage } from './bus.ts';
import { Listeners } from './listeners.ts';
import { PayloadReader, toPayloads } from './notify-payload.ts';
import { Outbox, type Outgoing } from './outbox.ts';

export interface PostgresBusOptions {
  readonly url: string;
  readonly limits: Limits;
  readonly log: Log;
}

/**
 * One channel for all documents. Measured with 1,000 documents open on each of 4 servers: a channel per document costs
 * PostgreSQL 2.5 times as much (every notification is held against every LISTEN), and a server 7 µs to pass over a
 * message it does not need, less still because messages of one channel share a payload.
 */
const CHANNEL = 'herringbone';

/** Servers wake each other up through NOTIFY of the database they share, on a connection of its own. */
export class PostgresBus implements Bus {
  readonly isShared = true;
  readonly #options: PostgresBusOptions;
  readonly #sender = randomBytes(8).toString('hex');
  readonly #listeners: Listeners;
  readonly #outbox: Outbox;
  readonly #reader = new PayloadReader();
  #client: Client | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #connecting: Promise<void> | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #isClosed = false;

  private constructor(options: PostgresBusOptions) {
    const { limits, log } = options;
    this.#options = options;
    this.#listeners = new Listeners(log);
    this.#outbox = new Outbox({ send: (batch) => this.#send(batch), maxBytes: limits.busOutboxBytes, log });
  }

  /** @throws what the database says when it cannot be reached now. */
  static async open(options: PostgresBusOptions): Promise<PostgresBus> {
    const bus = new PostgresBus(options);
    await bus.#connect();
    bus.#heartbeat = setInterval(() => void bus.#beat(), options.limits.busHeartbeatMs);
    return bus;
  }

  publish(document: DocumentName, message: BusMessage): void {
    this.#outbox.push(document, message);
  }

  async subscribe(document: DocumentName, listener: (message: BusMessage) => void): Promise<() => void> {
    const stop = this.#listeners.add(document, listener);
    // While the database is away a room may open all the same: it will hear of the gap.
    if (this.#connecting !== null) await atMost(this.#options.limits.busSubscribeMs, this.#connecting);
    return stop;
  }

  onGap(listener: () => void): () => void {
    return this.#listeners.addGap(listener);
  }

  async ping(): Promise<void> {
    await this.#query('SELECT 1');
  }

  async close(): Promise<void> {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    await this.#outbox.close(this.#options.limits.busSubscribeMs);
    this.#isClosed = true;
    const client = this.#client;
    this.#client = null;
    await client?.end();
    await this.#connecting;
  }

  async #connect(): Promise<void> {
    const { Client } = await import('pg');
    const { limits, url } = this.#options;
    const client = new Client({
      connectionString: url,
      application_name: 'herringbone-bus',
      connectionTimeoutMillis: limits.busHeartbeatMs,
      query_timeout: limits.busHeartbeatMs,
      keepAlive: true,
    });
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection was closed')));
    client.on('notification', ({ payload = '' }) => this.#receive(payload));
    try {
      await client.connect();
      // A wake-up need not survive a power cut, so it need not wait for the disk.
      await client.query('SET synchronous_commit = off');
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    if (this.#isClosed) return client.end();
    this.#client = client;
  }

  #lost(client: Client, error: Error): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#reader.reset();
    // It may still believe in its connection.
    void client.end().catch(() => undefined);
    if (this.#isClosed) return;
    this.#options.log('warn', 'bus-lost', { error });
    this.#connecting = this.#reconnect().finally(() => (this.#connecting = null));
  }

  async #reconnect(): Promise<void> {
    for (let attempt = 0; this.#client === null && !this.#isClosed; attempt++) {
      await sleep(pauseBefore(attempt));
      // Said once, when it was lost; until it is back there is nothing else to say.
      await this.#connect().catch(() => undefined);
    }
    if (!this.#isClosed) this.#listeners.gap();
  }

  async #beat(): Promise<void> {
    const client = this.#client;
    if (client === null) return;
    await this.ping().catch((error: Error) => this.#lost(client, error));
  }

  #receive(payload: string): void {
    const read = this.#reader.read(payload);
    if (read === null || read.sender === this.#sender) return;
    for (const entry of decodeEntries(read.bytes)) this.#listeners.deliver(entry);
  }

  async #send(batch: readonly Outgoing[]): Promise<void> {
    const payloads = toPayloads(this.#sender, batch);
    await this.#query(`SELECT pg_notify('${CHANNEL}', payload) FROM unnest($1::text[]) AS t (payload)`, [payloads]);
  }

  /** One at a time, as the driver wants it. @throws when there is no connection, at once. */
  #query(text: string, values: unknown[] = []): Promise<unknown> {
    const result = this.#turn.then(() => {
      if (this.#client === null) throw new Error('the database is away');
      return this.#client.query(text, values);
    });
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
