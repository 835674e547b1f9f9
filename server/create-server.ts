import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { readOrCreateSecret, type SigningKey } from './access/secret.ts';
import type { Role } from './access/token.ts';
import { MapCreator } from './http/create-map.ts';
import { createRouter } from './http/router.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { logToStderr, type Log } from './log.ts';
import { Rooms } from './rooms/rooms.ts';
import { SocketGate } from './socket-gate.ts';
import { LevelStore } from './store/level-store.ts';
import type { Store } from './store/store.ts';

export interface ServerConfig {
  /** Holds the secret and all maps; made when missing. One process at a time. */
  readonly dataFolder: string;
  /** The built app; null (the default) serves sockets and the API only. */
  readonly appFolder?: string | null;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Origins besides our own host whose pages may connect, e.g. `https://maps.example.org`. */
  readonly allowedOrigins?: readonly string[];
  /** Addresses of reverse proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** What shared links start with; default: http and the request's Host. */
  readonly publicOrigin?: string | null;
  readonly limits?: Partial<Limits>;
  readonly log?: Log;
}

export interface HerringboneServer {
  /** Opens the data folder, then the port. @throws with the `code` of what was in the way. */
  listen(): Promise<void>;
  /** Null until listening. */
  readonly address: { readonly host: string; readonly port: number; readonly origin: string } | null;
  /** Revokes every link of that role on that map and closes its live sockets. */
  revoke(mapId: string, role: Role): Promise<void>;
  /** Stops accepting, writes everything to disk, tells sockets to come back, closes. Safe to call twice. */
  destroy(): Promise<void>;
}

interface Running {
  readonly http: Server;
  readonly store: Store;
  readonly rooms: Rooms;
  readonly gate: SocketGate;
}

/** The collaboration server. Reads no environment; nothing happens before `listen`. */
export function createServer(config: ServerConfig): HerringboneServer {
  const limits: Limits = { ...DEFAULT_LIMITS, ...config.limits };
  let running: Running | null = null;
  let destroyed: Promise<void> | null = null;

  return {
    async listen() {
      running = await start(config, limits);
    },
    get address() {
      const address = running?.http.address() as AddressInfo | null | undefined;
      return address ? toAddress(address) : null;
    },
    async revoke(mapId, role) {
      const meta = await running?.store.readMeta(mapId);
      if (!running || !meta) return;
      await running.store.writeMeta(mapId, { ...meta, epochs: { ...meta.epochs, [role]: meta.epochs[role] + 1 } });
      await running.rooms.revoke(mapId, role);
    },
    destroy() {
      destroyed ??= running ? stop(running, limits) : Promise.resolve();
      return destroyed;
    },
  };
}

/**
 * The secret first: without it nothing may listen. Then the port, which is the likeliest thing to be taken and gives
 * the clearest message; requests wait until the store is open too.
 */
async function start(config: ServerConfig, limits: Limits): Promise<Running> {
  await makeFolder(config.dataFolder);
  const key = await readOrCreateSecret(config.dataFolder);
  const http = createHttpServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.headersMs,
    connectionsCheckingInterval: 1000,
  });
  const opening = once(http, 'listening').then(async () => {
    const store = await LevelStore.open(join(config.dataFolder, 'maps'));
    return assemble(config, { store, key, limits });
  });
  http.on('request', (request, response) => {
    opening.then(
      ({ route }) => route(request, response),
      () => response.destroy(),
    );
  });
  http.on('upgrade', (request, socket, head) => {
    opening.then(
      ({ gate }) => gate.handleUpgrade(request, socket, head),
      () => socket.destroy(),
    );
  });
  http.listen({ port: config.port ?? 0, host: config.host ?? '127.0.0.1' });
  try {
    return { http, ...(await opening) };
  } catch (error) {
    http.close();
    http.closeAllConnections();
    throw error;
  }
}

function assemble(config: ServerConfig, { store, key, limits }: { store: Store; key: SigningKey; limits: Limits }) {
  const publicOrigin = config.publicOrigin ?? null;
  const shared = {
    store,
    key,
    limits,
    log: config.log ?? logToStderr,
    allowedOrigins: [...(config.allowedOrigins ?? []), ...(publicOrigin === null ? [] : [publicOrigin])],
    trustedProxies: config.trustedProxies ?? [],
  };
  const rooms = new Rooms(shared);
  const gate = new SocketGate({ ...shared, rooms });
  const mapCreator = new MapCreator({ ...shared, publicOrigin });
  const route = createRouter({ mapCreator, log: shared.log, appFolder: config.appFolder ?? null });
  return { store, rooms, gate, route };
}

/** Like `mkdir -p`. Node's own recursive mkdir never returns where a file system refuses new folders with ENOENT. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || (await stat(dirname(path)).catch(() => null)) !== null) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}

async function stop({ http, store, rooms, gate }: Running, limits: Limits): Promise<void> {
  const closed = once(http, 'close');
  http.close();
  http.closeIdleConnections();
  await rooms.destroy();
  await waitUntil(() => gate.isEmpty, limits.drainMs);
  gate.destroy();
  http.closeAllConnections();
  await closed;
  await store.close();
}

async function waitUntil(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!isDone() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
}

function toAddress({ address, family, port }: AddressInfo): { host: string; port: number; origin: string } {
  const host = family === 'IPv6' ? `[${address}]` : address;
  return { host: address, port, origin: `http://${host}:${port}` };
}
