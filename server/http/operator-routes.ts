import type { ServerResponse } from 'node:http';
import type { Limits } from '../limits.ts';
import type { PrometheusMeter } from '../prometheus-meter.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Store } from '../store/store.ts';
import { OperatorAccess } from './operator-access.ts';
import type { Readiness } from './readiness.ts';
import { sendError, sendJson } from './responses.ts';
import type { Route } from './router.ts';

export interface OperatorOptions {
  readonly store: Store;
  readonly rooms: Rooms;
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
  ];
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
