import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
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
  /** The built app, or null when this server only answers sockets and the API. */
  readonly appFolder: string | null;
}

const API = /^\/(?:api|sync)(?:\/|$)/;

/** Answers every request that is not a socket. HEAD is answered like GET, without the body. */
export function createRouter({ routes, log, appFolder }: RouterOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    setSecurityHeaders(response);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    try {
      const here = routes.filter((route) => route.path.test(path));
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const route = here.find((candidate) => candidate.method === method);
      if (route !== undefined) await route.handle(request, response, (route.path.exec(path) ?? []).slice(1));
      else if (here.length > 0) refuseMethod(response, allowedOf(here));
      else if (appFolder === null || API.test(path)) sendError(response, 404, 'not-found');
      else await serveStatic(request, response, appFolder);
    } catch (error) {
      log('error', 'request-failed', { error });
      if (response.headersSent) response.destroy();
      else sendError(response, 500, 'internal');
    }
  };
}

function allowedOf(routes: readonly Route[]): string {
  return routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
}
