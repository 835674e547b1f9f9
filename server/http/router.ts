import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
import type { MapCreator } from './create-map.ts';
import { refuseMethod, sendError, sendJson, setSecurityHeaders } from './responses.ts';
import { serveStatic } from './static-files.ts';

export interface RouterOptions {
  readonly mapCreator: MapCreator;
  readonly log: Log;
  /** The built app, or null when this server only answers sockets and the API. */
  readonly appFolder: string | null;
}

/** Answers every request that is not a socket. */
export function createRouter({ mapCreator, log, appFolder }: RouterOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    setSecurityHeaders(response);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    try {
      if (path === '/healthz') answerHealth(request, response);
      else if (path === '/api/maps') await mapCreator.handle(request, response);
      else if (path === '/sync' || /^\/(api|sync)\//.test(path) || path === '/api')
        sendError(response, 404, 'not-found');
      else if (appFolder === null) sendError(response, 404, 'not-found');
      else await serveStatic(request, response, appFolder);
    } catch (error) {
      log('error', 'request-failed', { error });
      if (response.headersSent) response.destroy();
      else sendError(response, 500, 'internal');
    }
  };
}

function answerHealth(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod(response, 'GET, HEAD');
  sendJson(response, 200, { ok: true });
}
