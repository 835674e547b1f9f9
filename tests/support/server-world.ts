/** A running server on a folder of its own, and the ways to talk to it. Everything is torn down with its test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { createServer, type HerringboneServer, type ServerConfig } from '../../server/index.ts';

export interface World {
  readonly server: HerringboneServer;
  readonly dataFolder: string;
  /** `http://127.0.0.1:port` */
  readonly http: string;
  /** `ws://127.0.0.1:port` */
  readonly ws: string;
  readonly logged: string[];
}

export interface NewMap {
  readonly id: string;
  readonly own: string;
  readonly edit: string;
  readonly comment: string;
  readonly view: string;
}

export const NodeWebSocket = WebSocket as unknown as typeof globalThis.WebSocket;

export async function makeDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'herringbone-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export async function startWorld(config: Partial<ServerConfig> = {}): Promise<World> {
  const dataFolder = config.dataFolder ?? (await makeDataFolder());
  const logged: string[] = [];
  const server = createServer({
    ...config,
    dataFolder,
    // Warnings and errors: what is told in passing is for the tests of the log.
    log: (level, event, fields) => {
      if (level !== 'info') logged.push(`${level} ${event} ${String(fields?.error ?? '')}`.trim());
    },
  });
  await server.listen();
  onTestFinished(() => server.destroy());
  const http = server.address?.origin ?? '';
  return { server, dataFolder, http, ws: http.replace('http', 'ws'), logged };
}

export async function createMap(world: Pick<World, 'http'>): Promise<NewMap> {
  const response = await fetch(`${world.http}/api/maps`, { method: 'POST' });
  if (response.status !== 201) throw new Error(`POST /api/maps answered ${response.status}`);
  return (await response.json()) as NewMap;
}

export function tokenOf(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

/** y-websocket's own provider, with nothing of ours but the `protocols` option. */
export function openPlain(world: Pick<World, 'ws'>, mapId: string, link: string, doc = new Y.Doc()) {
  const provider = new WebsocketProvider(`${world.ws}/sync`, mapId, doc, {
    protocols: ['herringbone.v1', `t.${tokenOf(link)}`],
    WebSocketPolyfill: NodeWebSocket,
    disableBc: true,
    maxBackoffTime: 200,
  });
  onTestFinished(() => {
    provider.destroy();
    doc.destroy();
  });
  return { doc, provider, synced: () => until(() => provider.synced) };
}

export interface RawSocket {
  readonly socket: WebSocket;
  readonly frames: Uint8Array[];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly opened: Promise<void>;
}

/** A bare socket, for everything a well-behaved client would not do. */
export function openRaw(
  url: string,
  { protocols = [], ...options }: { protocols?: string[]; headers?: Record<string, string>; autoPong?: boolean } = {},
): RawSocket {
  const socket = new WebSocket(url, protocols, options);
  const frames: Uint8Array[] = [];
  socket.on('message', (data: Buffer) => void frames.push(new Uint8Array(data)));
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  const opened = new Promise<void>((resolve) => socket.on('open', () => resolve()));
  onTestFinished(() => socket.terminate());
  return { socket, frames, closed, opened };
}

export function openRawMap(
  world: World,
  mapId: string,
  link: string,
  headers: Record<string, string> = {},
  extra: string[] = [],
): RawSocket {
  return openRaw(`${world.ws}/sync/${mapId}`, {
    protocols: ['herringbone.v1', `t.${tokenOf(link)}`, ...extra],
    headers,
  });
}

/** Waits for a condition, not for a time; after `timeoutMs` it says which one never came. */
export async function until(condition: () => boolean, timeoutMs = 60_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never came true: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
