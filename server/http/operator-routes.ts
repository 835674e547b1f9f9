import type { Rooms } from '../rooms/rooms.ts';
import type { Store } from '../store/store.ts';
import { sendJson } from './responses.ts';
import type { Route } from './router.ts';

export interface OperatorOptions {
  readonly store: Store;
  readonly rooms: Rooms;
  /** Null: there is no `/api/operator`. */
  readonly operatorPassword: string | null;
}

/** What an operator and a load balancer ask: SPEC.md §7. */
export function operatorRoutes(_options: OperatorOptions): Route[] {
  return [
    { method: 'GET', path: /^\/healthz$/, handle: (_request, response) => sendJson(response, 200, { ok: true }) },
  ];
}
