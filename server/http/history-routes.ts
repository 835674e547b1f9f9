import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorize, isRefusal, type Keeper } from '../access/authorize.ts';
import type { Role } from '../access/role.ts';
import { documentName } from '../store/document-name.ts';
import type { ApiGuard, Asked } from './api-guard.ts';
import { sendBytes, sendJson, sendRefusal } from './responses.ts';
import type { Route } from './router.ts';

const ALLOWED: readonly Role[] = ['own', 'edit'];

/** States of the past, to look at: SPEC.md §7, H16 and H17. Going back to one is a client's forward change. */
export function historyRoutes(guard: ApiGuard, keeper: Keeper): Route[] {
  return [
    guard.route('GET', /^\/api\/maps\/([^/]*)\/history$/, (...call) => sendList(keeper, ...call)),
    guard.route('GET', /^\/api\/maps\/([^/]*)\/history\/([0-9]{1,15})$/, (...call) => sendState(keeper, ...call)),
  ];
}

async function sendList(keeper: Keeper, request: IncomingMessage, response: ServerResponse, { parts }: Asked) {
  const access = await authorize(request, parts[0] ?? '', { ...keeper, allowed: ALLOWED });
  if (isRefusal(access)) return sendRefusal(response, access);
  const entries = await keeper.store.listHistory(documentName(access.capability.mapId, 'map'));
  sendJson(response, 200, { entries: entries.map(({ at, bytes }) => ({ at, bytes })).reverse() });
}

async function sendState(keeper: Keeper, request: IncomingMessage, response: ServerResponse, { parts }: Asked) {
  const access = await authorize(request, parts[0] ?? '', { ...keeper, allowed: ALLOWED });
  if (isRefusal(access)) return sendRefusal(response, access);
  const state = await keeper.store.readHistory(documentName(access.capability.mapId, 'map'), Number(parts[1]));
  if (state === null) return sendRefusal(response, { status: 404, code: 'no-such-state' });
  sendBytes(response, state);
}
