import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorize, isRefusal, type Keeper } from '../access/authorize.ts';
import type { Role } from '../access/role.ts';
import type { Limits } from '../limits.ts';
import { documentName } from '../store/document-name.ts';
import type { ApiGuard, Asked } from './api-guard.ts';
import { sendBytes, sendJson, sendRefusal, sendTooMany } from './responses.ts';
import type { Route } from './router.ts';

export interface HistoryOptions extends Keeper {
  readonly limits: Limits;
}

const ALLOWED: readonly Role[] = ['own', 'edit'];
const RETRY_MS = 2000;

/** States of the past, to look at: SPEC.md §7, H16 and H17. Going back to one is a client's forward change. */
export function historyRoutes(guard: ApiGuard, options: HistoryOptions): Route[] {
  const history = new HistoryApi(options);
  return [
    guard.route('GET', /^\/api\/maps\/([^/]*)\/history$/, (...call) => history.list(...call)),
    guard.route('GET', /^\/api\/maps\/([^/]*)\/history\/([0-9]{1,15})$/, (...call) => history.read(...call)),
  ];
}

class HistoryApi {
  readonly #options: HistoryOptions;
  #downloads = 0;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  async list(request: IncomingMessage, response: ServerResponse, { parts }: Asked): Promise<void> {
    const access = await authorize(request, parts[0] ?? '', { ...this.#options, allowed: ALLOWED });
    if (isRefusal(access)) return sendRefusal(response, access);
    const entries = await this.#options.store.listHistory(documentName(access.capability.mapId, 'map'));
    sendJson(response, 200, { entries: entries.map(({ at, bytes }) => ({ at, bytes })).reverse() });
  }

  async read(request: IncomingMessage, response: ServerResponse, { parts }: Asked): Promise<void> {
    const access = await authorize(request, parts[0] ?? '', { ...this.#options, allowed: ALLOWED });
    if (isRefusal(access)) return sendRefusal(response, access);
    const { limits, store } = this.#options;
    if (this.#downloads >= limits.stateDownloads) return sendTooMany(response, 'too-many-requests', RETRY_MS);
    this.#countDownload(request, response);
    const state = await store.readHistory(documentName(access.capability.mapId, 'map'), Number(parts[1]));
    if (state === null) return sendRefusal(response, { status: 404, code: 'no-such-state' });
    sendBytes(response, state);
  }

  /** Until the answer is out or the socket gone: of an answer still queued behind others only the socket tells. */
  #countDownload({ socket }: IncomingMessage, response: ServerResponse): void {
    if (socket.destroyed) return;
    this.#downloads += 1;
    const end = (): void => {
      response.off('close', end);
      socket.off('close', end);
      this.#downloads -= 1;
    };
    response.once('close', end);
    socket.once('close', end);
  }
}
