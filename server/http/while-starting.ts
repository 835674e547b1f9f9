import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendError, sendJson, setSecurityHeaders } from './responses.ts';

const HEALTH = '/healthz';
const READY = '/readyz';
/** When to come again, in seconds. */
const RETRY_AFTER = 5;

/** True for what a balancer or a service manager asks. */
export function isHealthCheck(request: IncomingMessage): boolean {
  const path = pathOf(request);
  return path === HEALTH || path === READY;
}

/** The process lives, and nobody should be sent here yet. */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  transport: { isHttps: boolean },
): void {
  if (pathOf(request) === READY) return sendStarting(response, transport);
  setSecurityHeaders(response, transport);
  sendJson(response, 200, { ok: true });
}

/** 503 `starting`. */
export function sendStarting(response: ServerResponse, transport: { isHttps: boolean }): void {
  setSecurityHeaders(response, transport);
  response.setHeader('Retry-After', RETRY_AFTER);
  sendError(response, 503, 'starting');
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}
