import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { withRoleRevoked } from './access/map-access.ts';
import type { Role } from './access/role.ts';
import { readOrCreateSecret, type KeyRing } from './access/secret.ts';
import { TcpDoor } from './access/tcp-door.ts';
import { openBackend, type Backend } from './backend.ts';
import { openFrontDoor } from './front-door.ts';
import { mapRoutes } from './http/map-routes.ts';
import { operatorRoutes } from './http/operator-routes.ts';
import { Readiness } from './http/readiness.ts';
import { createRouter } from './http/router.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { logToStderr, type Log } from './log.ts';
import { Rooms } from './rooms/rooms.ts';
import { SocketGate } from './socket-gate.ts';
import { logSlowReaders, type Meter } from './meter.ts';
import { bothMeters, PrometheusMeter } from './prometheus-meter.ts';
import { waitForDatabase } from './wait-for-database.ts';

export interface ServerConfig {
  /** Holds the secret and all maps; made when missing. One process at a time. Not used when both are elsewhere. */
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
  /** `postgres://…`: keeps maps there instead of in the folder; null (the default) = the folder. */
  readonly databaseUrl?: string | null;
  /** `redis://…`: the bus between servers on one database; null (the default) = the database itself. */
  readonly redisUrl?: string | null;
  /** The keys that sign links, when they are not to be kept in the folder: every server on one database needs the same. */
  readonly keyRing?: KeyRing | null;
  /** With any of these in hand one may make maps; none (the default) = everybody may. */
  readonly createTokens?: readonly string[];
  /** Opens `/api/operator` and `/metrics` from elsewhere; null (the default) = there is no `/api/operator`. */
  readonly operatorPassword?: string | null;
  /** Where maps are kept, in words for the share dialog, e.g. `Frankfurt, our own rack`. */
  readonly place?: string | null;
  /** How long sockets are kept after a stop was asked for and /readyz says no; default 0. */
  readonly drainDelayMs?: number;
  readonly limits?: Partial<Limits>;
  readonly log?: Log;
  /** Counts besides `/metrics`. */
  readonly meter?: Meter;
}

export interface HerringboneServer {
  /** Opens the port, then the store; a database that is away is waited for. @throws with the `code` of what was in the way. */
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
  readonly backend: Backend;
  readonly rooms: Rooms;
  readonly gate: SocketGate;
  readonly readiness: Readiness;
  readonly metrics: PrometheusMeter;
}

/** The collaboration server. Reads no environment; nothing happens before `listen`. */
export function createServer(config: ServerConfig): HerringboneServer {
  const limits: Limits = { ...DEFAULT_LIMITS, ...config.limits };
  const stopping = new AbortController();
  let starting: Promise<Running> | null = null;
  let running: Running | null = null;
  let destroyed: Promise<void> | null = null;

  return {
    async listen() {
      starting = start(config, limits, stopping.signal);
      running = await starting;
    },
    get address() {
      const address = running?.http.address() as AddressInfo | null | undefined;
      return address ? toAddress(address) : null;
    },
    async revoke(mapId, role) {
      await running?.backend.store.updateMeta(mapId, (meta) => withRoleRevoked(meta, role, Date.now()));
      await running?.rooms.accessChanged(mapId);
    },
    destroy() {
      stopping.abort();
      destroyed ??= (starting ?? Promise.resolve(null)).then(
        (opened) => (opened === null ? undefined : stop(opened, limits, config.drainDelayMs ?? 0)),
        // It never began; `listen` has said why.
        () => undefined,
      );
      return destroyed;
    },
  };
}

/**
 * The secret first: without it nothing may listen. Then the port, which is the likeliest thing to be taken and gives
 * the clearest message; requests wait until the store is open too.
 */
async function start(config: ServerConfig, limits: Limits, stopping: AbortSignal): Promise<Running> {
  if (!config.databaseUrl || !config.keyRing) await makeFolder(config.dataFolder);
  const keyRing = config.keyRing ?? (await readOrCreateSecret(config.dataFolder));
  const http = createHttpServer({
    headersTimeout: limits.headersMs,
    keepAliveTimeout: limits.keepAliveMs,
    requestTimeout: limits.headersMs,
    connectionsCheckingInterval: 1000,
  });
  http.maxConnections = limits.tcpConnections;
  const door = new TcpDoor({ limit: limits.tcpPerAddress, trustedProxies: config.trustedProxies ?? [] });
  http.on('connection', (socket) => door.enter(socket, socket.remoteAddress ?? ''));
  const opening = once(http, 'listening').then(async () => {
    const backend = await open(config, { keyRing, limits, stopping });
    return assemble(config, { backend, keyRing, limits });
  });
  const isHttps = config.publicOrigin?.startsWith('https:') ?? false;
  openFrontDoor(http, { opening, patienceMs: limits.databaseRetryMs, isHttps });
  http.listen({ port: config.port ?? 0, host: config.host ?? '127.0.0.1' });
  try {
    return { http, ...(await opening) };
  } catch (error) {
    http.close();
    http.closeAllConnections();
    throw error;
  }
}

async function open(
  { dataFolder, databaseUrl = null, redisUrl = null, log = logToStderr }: ServerConfig,
  { keyRing, limits, stopping }: { keyRing: KeyRing; limits: Limits; stopping: AbortSignal },
): Promise<Backend> {
  if (databaseUrl !== null) await waitForDatabase({ url: databaseUrl, limits, log, signal: stopping });
  if (stopping.aborted) throw new Error('stopped before it had started');
  return openBackend({ dataFolder, databaseUrl, redisUrl, keyRing, limits, log });
}

function assemble(
  config: ServerConfig,
  { backend, keyRing, limits }: { backend: Backend; keyRing: KeyRing; limits: Limits },
) {
  const publicOrigin = config.publicOrigin ?? null;
  const metrics = new PrometheusMeter();
  const counted = bothMeters(metrics, logSlowReaders(config.log ?? logToStderr));
  const readiness = new Readiness({ store: backend.store, bus: backend.bus, limits });
  const shared = {
    store: backend.store,
    bus: backend.bus,
    keyRing,
    limits,
    log: config.log ?? logToStderr,
    meter: config.meter ? bothMeters(counted, config.meter) : counted,
    publicOrigin,
    allowedOrigins: [...(config.allowedOrigins ?? []), ...(publicOrigin === null ? [] : [publicOrigin])],
    trustedProxies: config.trustedProxies ?? [],
    createTokens: config.createTokens ?? [],
    operatorPassword: config.operatorPassword ?? null,
    place: config.place ?? null,
    storage: backend.kind,
  };
  const rooms = new Rooms(shared);
  const gate = new SocketGate({ ...shared, rooms });
  metrics.watch({ rooms: () => rooms.size, sockets: () => gate.size });
  const routes = [
    ...mapRoutes({ ...shared, rooms }),
    ...operatorRoutes({ ...shared, metrics, readiness, socketsPerMap: () => gate.socketsPerMap() }),
  ];
  const route = createRouter({ routes, limits, log: shared.log, appFolder: config.appFolder ?? null, publicOrigin });
  return { backend, rooms, gate, route, readiness, metrics };
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

/** Load balancers hear of it first; then nobody comes in, everything goes to disk, and sockets are told to come back. */
async function stop(
  { http, backend, rooms, gate, readiness, metrics }: Running,
  limits: Limits,
  drainDelayMs: number,
): Promise<void> {
  readiness.stop();
  if (drainDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, drainDelayMs));
  const closed = once(http, 'close');
  http.close();
  http.closeIdleConnections();
  await rooms.destroy();
  await waitUntil(() => gate.isEmpty, limits.drainMs);
  gate.destroy();
  http.closeAllConnections();
  await closed;
  metrics.destroy();
  await backend.close();
}

async function waitUntil(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isDone() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
}

function toAddress({ address, family, port }: AddressInfo): { host: string; port: number; origin: string } {
  const host = family === 'IPv6' ? `[${address}]` : address;
  return { host: address, port, origin: `http://${host}:${port}` };
}
