import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { pauseBefore, sleep } from '../backoff.ts';
import type { Log } from '../log.ts';
import type { DocumentName } from '../store/document-name.ts';

/** Documents are spread over so many streams; a server reads those in which it has a document open. */
const SHARDS = 32;
/** Read at once, as a part of what is kept: less than this means that nothing can have been trimmed unread. */
const PART_AT_ONCE = 0.25;

/** The number of the stream (0 to 31) that carries the wake-ups of a document; the same on every server. */
export function shardOf(document: DocumentName): number {
  return createHash('sha256').update(document).digest().readUInt8(0) % SHARDS;
}

/** Where in Redis the stream of that number lies. */
export function keyOf(shard: number): string {
  return `herringbone:bus:${shard}`;
}

export interface StreamReaderOptions {
  readonly commands: Redis;
  /** For reading alone: it waits in Redis for something to come. */
  readonly blocking: Redis;
  readonly blockMs: number;
  /** A stream of this server alone; an entry in it ends the waiting. */
  readonly nudgeKey: string;
  readonly keptEntries: number;
  readonly onEntry: (bytes: Buffer) => void;
  readonly onGap: () => void;
  readonly log: Log;
}

interface Entry {
  readonly id: string;
  /** Null: only there to be a place to read on from. */
  readonly bytes: Buffer | null;
}

/**
 * Reads streams from a cursor on. The cursor is an entry that was there: as long as it still is, nothing behind it has
 * been trimmed. When it is gone (too far behind, or Redis lost its data) there was a gap, and reading starts anew.
 */
export class StreamReader {
  readonly #options: StreamReaderOptions;
  readonly #cursors = new Map<number, string>();
  /** How many want to hear of a shard. */
  readonly #wanted = new Map<number, number>();
  readonly #following = new Map<number, Promise<void>>();
  readonly #atOnce: number;
  #running: Promise<void> | null = null;
  #isStopped = false;

  constructor(options: StreamReaderOptions) {
    this.#options = options;
    this.#atOnce = Math.ceil(options.keptEntries * PART_AT_ONCE);
  }

  get isConnected(): boolean {
    return this.#options.blocking.status === 'ready';
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#options.blocking.disconnect();
    await this.#running;
    await this.#options.commands.del(this.#options.nudgeKey).catch(() => undefined);
  }

  /** Resolves when everything said in the shard from now on will be read. */
  follow(shard: number): Promise<void> {
    this.#wanted.set(shard, (this.#wanted.get(shard) ?? 0) + 1);
    if (this.#cursors.has(shard)) return Promise.resolve();
    const following = this.#following.get(shard) ?? this.#begin(shard).finally(() => this.#following.delete(shard));
    this.#following.set(shard, following);
    return following;
  }

  /** Once for each `follow`. */
  unfollow(shard: number): void {
    const others = (this.#wanted.get(shard) ?? 0) - 1;
    if (others > 0) this.#wanted.set(shard, others);
    else this.#wanted.delete(shard);
  }

  async #begin(shard: number): Promise<void> {
    for (let attempt = 0; !this.#isStopped; attempt++) {
      try {
        this.#cursors.set(shard, await this.#mark(shard));
        await this.#nudge();
        return;
      } catch {
        // Redis is away. That is told where an answer is missed; here there is only to try again.
        await sleep(pauseBefore(attempt));
      }
    }
  }

  /** A place to read on from. */
  async #mark(shard: number): Promise<string> {
    const { commands, keptEntries } = this.#options;
    const id = await commands.xadd(keyOf(shard), 'MAXLEN', '~', keptEntries, '*', 'h', '');
    if (id === null) throw new Error('Redis gave no number');
    return id;
  }

  /** The reader waits for the streams it knew when it began to wait. */
  async #nudge(): Promise<void> {
    const { commands, nudgeKey, blockMs } = this.#options;
    await commands.xadd(nudgeKey, 'MAXLEN', 1, '*', 'h', '');
    await commands.pexpire(nudgeKey, blockMs * 10);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped) {
      try {
        await this.#readOnce(failures > 0);
        failures = 0;
      } catch (error) {
        if (this.#isStopped) return;
        if (failures === 0) this.#options.log('warn', 'bus-lost', { error });
        await sleep(pauseBefore(failures++));
      }
    }
  }

  /** @param isBack after a disconnection: then it does not wait, and looks whether something was missed. */
  async #readOnce(isBack: boolean): Promise<void> {
    for (const shard of [...this.#cursors.keys()]) if (!this.#wanted.has(shard)) this.#cursors.delete(shard);
    const before = new Map(this.#cursors);
    const streams = await this.#read(before, isBack);
    const isDoubtful = (shard: number): boolean => isBack || (streams.get(shard)?.length ?? 0) >= this.#atOnce;
    const doubtful = [...before].filter(([shard]) => isDoubtful(shard));
    const isGap = doubtful.length > 0 && (await this.#hasLost(doubtful));
    for (const [shard, entries] of streams) {
      const last = entries.at(-1);
      if (last !== undefined && this.#cursors.has(shard)) this.#cursors.set(shard, last.id);
      for (const { bytes } of entries) if (bytes !== null) this.#options.onEntry(bytes);
    }
    if (isGap) this.#options.onGap();
  }

  async #read(cursors: ReadonlyMap<number, string>, isBack: boolean): Promise<Map<number, Entry[]>> {
    const { blocking, blockMs, nudgeKey } = this.#options;
    const shards = new Map([...cursors.keys()].map((shard) => [keyOf(shard), shard]));
    const from = [...shards.keys(), nudgeKey, ...cursors.values(), '$'];
    const streams = isBack
      ? await blocking.xreadBuffer('COUNT', this.#atOnce, 'STREAMS', ...from)
      : await blocking.xreadBuffer('COUNT', this.#atOnce, 'BLOCK', blockMs, 'STREAMS', ...from);
    const read = new Map<number, Entry[]>();
    for (const [key, items] of streams ?? []) {
      const shard = shards.get(key.toString());
      if (shard === undefined) continue;
      read.set(
        shard,
        items.map(([id, [name, bytes]]) => ({ id: id.toString(), bytes: (name?.toString() === 'm' && bytes) || null })),
      );
    }
    return read;
  }

  /** True when an entry we had read is gone; reading then goes on from a new place. */
  async #hasLost(cursors: readonly (readonly [number, string])[]): Promise<boolean> {
    const { commands } = this.#options;
    const found = await Promise.all(cursors.map(([shard, id]) => commands.xrange(keyOf(shard), id, id)));
    const lost = cursors.filter((_, i) => found[i]?.length === 0);
    for (const [shard] of lost) this.#cursors.set(shard, await this.#mark(shard));
    return lost.length > 0;
  }
}
