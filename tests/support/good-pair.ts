/** Two colleagues on one map who only want to work: the measure of whether others are disturbed. */
import WebSocket from 'ws';
import * as Y from 'yjs';
import { connectMap, type Connection } from '../../src/sync/index.ts';
import type { ServerChild } from './server-child.ts';

export interface PairReport {
  readonly edits: number;
  /** Both documents say the same, and every edit is in them. */
  readonly hasAll: boolean;
  /** The server said of every edit that it is on disk. */
  readonly isSaved: boolean;
  /** How often one of the two was not live any more. */
  readonly drops: number;
  /** Milliseconds from an edit to the colleague's document, sorted. */
  readonly latencies: readonly number[];
}

const EDIT_EVERY_MS = 20;
const PATIENCE_MS = 60_000;

export async function createChildMap(server: Pick<ServerChild, 'http'>): Promise<Record<string, string>> {
  const response = await fetch(`${server.http}/api/maps`, { method: 'POST' });
  if (response.status !== 201) throw new Error(`POST /api/maps answered ${response.status}`);
  return (await response.json()) as Record<string, string>;
}

export class GoodPair {
  readonly #docs = [new Y.Doc(), new Y.Doc()] as const;
  readonly #connections: readonly Connection[];
  readonly #sentAt = new Map<string, number>();
  readonly #latencies: number[] = [];
  #drops = 0;
  #timer: NodeJS.Timeout | null = null;

  private constructor(server: Pick<ServerChild, 'ws'>, map: Record<string, string>) {
    this.#connections = this.#docs.map((doc) =>
      connectMap({
        doc,
        url: server.ws,
        mapId: map.id ?? '',
        token: map.edit?.slice(map.edit.lastIndexOf('/') + 1) ?? '',
        WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      }),
    );
    for (const doc of this.#docs) {
      doc.getMap('edits').observe((event, transaction) => {
        if (transaction.local) return;
        for (const key of event.keysChanged) {
          this.#latencies.push(performance.now() - (this.#sentAt.get(String(key)) ?? Number.NaN));
        }
      });
    }
  }

  /** A new map with two editors on it, who edit from now on. */
  static async start(server: Pick<ServerChild, 'http' | 'ws'>): Promise<GoodPair> {
    const pair = new GoodPair(server, await createChildMap(server));
    await waitFor(() => pair.#connections.every((connection) => connection.status === 'live'));
    for (const connection of pair.#connections) {
      connection.onChange(() => {
        if (connection.status !== 'live') pair.#drops += 1;
      });
    }
    pair.#timer = setInterval(() => pair.#docs.forEach((doc, i) => pair.#edit(doc, i)), EDIT_EVERY_MS);
    return pair;
  }

  /** Stops editing, and waits for everything to arrive and to be saved; says so when it does not. */
  async finish(): Promise<PairReport> {
    if (this.#timer !== null) clearInterval(this.#timer);
    const [one, two] = this.#docs.map((doc) => doc.getMap('edits')) as [Y.Map<unknown>, Y.Map<unknown>];
    const hasAll = (): boolean => one.size === this.#sentAt.size && two.size === this.#sentAt.size;
    const isSaved = (): boolean => this.#connections.every((connection) => connection.saved);
    await waitFor(() => hasAll() && isSaved()).catch(() => undefined);
    const report = {
      edits: this.#sentAt.size,
      hasAll: hasAll(),
      isSaved: isSaved(),
      drops: this.#drops,
      latencies: this.#latencies.toSorted((a, b) => a - b),
    };
    for (const connection of this.#connections) connection.destroy();
    for (const doc of this.#docs) doc.destroy();
    return report;
  }

  #edit(doc: Y.Doc, who: number): void {
    const key = `${who}-${this.#sentAt.size}`;
    this.#sentAt.set(key, performance.now());
    doc.getMap('edits').set(key, 'moved');
  }
}

/** @throws when it does not come true in time. */
export async function waitFor(condition: () => boolean, timeoutMs = PATIENCE_MS): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never came true: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
