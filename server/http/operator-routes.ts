import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ownerLink } from '../access/link.ts';
import { parseHost } from '../access/request-origin.ts';
import type { KeyRing } from '../access/secret.ts';
import { isMapId } from '../access/token.ts';
import type { Limits } from '../limits.ts';
import { hashMapId, type Log } from '../log.ts';
import { writeBackup } from '../operate/write-backup.ts';
import type { PrometheusMeter } from '../prometheus-meter.ts';
import { documentName } from '../store/document-name.ts';
import type { Store } from '../store/store.ts';
import { OperatorAccess } from './operator-access.ts';
import type { Readiness } from './readiness.ts';
import { sendError, sendJson } from './responses.ts';
import type { Route } from './router.ts';

export interface OperatorOptions {
  readonly store: Store;
  readonly keyRing: KeyRing;
  readonly log: Log;
  readonly publicOrigin: string | null;
  /** Sockets by map, on this server. */
  readonly socketsPerMap: () => ReadonlyMap<string, number>;
  readonly limits: Limits;
  readonly trustedProxies: readonly string[];
  readonly metrics: PrometheusMeter;
  readonly readiness: Readiness;
  /** Null: there is no `/api/operator`. */
  readonly operatorPassword: string | null;
}

/** What an operator and a load balancer ask: SPEC.md §7. */
export function operatorRoutes(options: OperatorOptions): Route[] {
  const access = new OperatorAccess(options);
  const { metrics, readiness } = options;
  const forOperator =
    (handle: Route['handle']): Route['handle'] =>
    async (request, response, parts) => {
      if (access.admit(request, response)) await handle(request, response, parts);
    };
  return [
    { method: 'GET', path: /^\/healthz$/, handle: (_request, response) => sendJson(response, 200, { ok: true }) },
    { method: 'GET', path: /^\/readyz$/, handle: (_request, response) => sendReadiness(readiness, response) },
    {
      method: 'GET',
      path: /^\/metrics$/,
      handle: async (request, response) => {
        if (access.admitHere(request, response)) await sendMetrics(metrics, response);
      },
    },
    {
      method: 'GET',
      path: /^\/api\/operator\/maps$/,
      handle: forOperator((_request, response) => sendStream(response, 'application/json', listMaps(options))),
    },
    {
      method: 'GET',
      path: /^\/api\/operator\/maps\/([^/]+)\/owner-link$/,
      handle: forOperator((request, response, [mapId]) => sendOwnerLink(options, request, response, mapId ?? '')),
    },
    {
      method: 'GET',
      path: /^\/api\/operator\/backup$/,
      handle: forOperator((_request, response) =>
        sendStream(response, 'application/octet-stream', writeBackup(options)),
      ),
    },
  ];
}

/** As one JSON object, written map by map: there may be more of them than fit into memory. */
async function* listMaps({ store, socketsPerMap, log }: OperatorOptions): AsyncGenerator<string> {
  const sockets = socketsPerMap();
  let separator = '{"maps":[';
  for await (const id of store.mapIds()) {
    const entry = await describeMap(store, id).catch((error: unknown) => {
      log('error', 'map-unreadable', { mapId: id, error });
      return { created: null, deleted: null, bytes: null };
    });
    yield `${separator}${JSON.stringify({ map: hashMapId(id), ...entry, sockets: sockets.get(id) ?? 0 })}`;
    separator = ',\n';
  }
  yield separator === ',\n' ? ']}' : '{"maps":[]}';
}

/** `bytes`: both documents as they lie in the store, without history. */
async function describeMap(store: Store, id: string) {
  const meta = await store.readMeta(id);
  let bytes = 0;
  for (const kind of ['map', 'comments'] as const) {
    const { snapshot, tail } = await store.load(documentName(id, kind));
    bytes += tail.reduce((sum, update) => sum + update.length, snapshot?.length ?? 0);
  }
  return { created: meta?.created ?? null, deleted: meta?.deleted ?? null, bytes };
}

async function sendOwnerLink(
  { store, keyRing, publicOrigin, log }: OperatorOptions,
  request: IncomingMessage,
  response: ServerResponse,
  mapId: string,
): Promise<void> {
  const host = parseHost(request);
  if (host === null) return sendError(response, 400, 'bad-host');
  const meta = isMapId(mapId) ? await store.readMeta(mapId) : null;
  if (meta === null) return sendError(response, 404, 'no-such-map');
  const link = ownerLink(mapId, meta, { origin: publicOrigin ?? `http://${host}`, keyRing });
  if (link === null) return sendError(response, 410, 'deleted');
  log('info', 'owner-link-made', { mapId });
  sendJson(response, 200, { own: link });
}

/** As fast as it is read. What fails in the middle ends the connection: half an answer must not look like a whole one. */
async function sendStream(
  response: ServerResponse,
  type: string,
  chunks: AsyncGenerator<Uint8Array | string>,
): Promise<void> {
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  if (response.req.method === 'HEAD') return void response.end();
  await pipeline(Readable.from(chunks, { objectMode: false }), response);
}

async function sendReadiness(readiness: Readiness, response: ServerResponse): Promise<void> {
  const unready = await readiness.check();
  if (unready === null) return sendJson(response, 200, { ok: true });
  sendError(response, 503, unready);
}

async function sendMetrics(metrics: PrometheusMeter, response: ServerResponse): Promise<void> {
  const text = await metrics.text();
  response.writeHead(200, {
    'Content-Type': metrics.contentType,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
