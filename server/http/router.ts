import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import { CompressedFiles } from './compressed.ts';
import { refuseMethod, sendError, setSecurityHeaders } from './responses.ts';
import { serveStatic } from './static-files.ts';

/** One address of the API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Of the whole path, without the query; its groups are the handler's `parts`. */
  readonly path: RegExp;
  readonly handle: (
    request: IncomingMessage,
    response: ServerResponse,
    parts: readonly string[],
  ) => Promise<void> | void;
}

export interface RouterOptions {
  readonly routes: readonly Route[];
  readonly log: Log;
  readonly limits: Limits;
  /** The built app, or null when this server only answers sockets and the API. */
  readonly appFolder: string | null;
  /** What links start with; `https://…` makes browsers come by TLS alone from then on. */
  readonly publicOrigin: string | null;
}

const API = /^\/(?:api|sync)(?:\/|$)/;
const MAP = /^\/(?:api\/maps|sync)\/([^/]+)/;

/** Answers every request that is not a socket. HEAD is answered like GET, without the body. */
export function createRouter({ routes, log, limits, appFolder, publicOrigin }: RouterOptions) {
  const isHttps = publicOrigin?.startsWith('https:') ?? false;
  const compressed = new CompressedFiles();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    setSecurityHeaders(response, { isHttps });
    response.setTimeout(limits.answerMs, () => response.destroy());
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    try {
      const here = routes.filter((route) => route.path.test(path));
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const route = here.find((candidate) => candidate.method === method);
      if (route !== undefined) await route.handle(request, response, (route.path.exec(path) ?? []).slice(1));
      else if (here.length > 0) refuseMethod(response, allowedOf(here));
      else if (appFolder === null || API.test(path)) sendError(response, 404, 'not-found');
      else await serveStatic(request, response, { folder: appFolder, compressed });
    } catch (error) {
      // Whoever went away in the middle of asking needs no answer, and is no fault of ours.
      if (!request.complete && request.destroyed) return;
      const [, mapId] = MAP.exec(path) ?? [];
      log('error', 'request-failed', { error, ...(mapId === undefined ? {} : { mapId }) });
      if (response.headersSent) response.destroy();
      else sendError(response, 500, 'internal');
    }
  };
}

function allowedOf(routes: readonly Route[]): string {
  return routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
}
