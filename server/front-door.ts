import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerHealth, isHealthCheck, sendStarting } from './http/while-starting.ts';

/** What answers once the store is open. */
export interface Household {
  readonly route: (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly gate: { handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void };
}

export interface FrontDoorOptions {
  /** Rejects when the server cannot start. */
  readonly opening: Promise<Household>;
  /** What comes earlier waits so long for it, then it is told to come again. */
  readonly patienceMs: number;
  readonly isHttps: boolean;
}

/**
 * Whom the port lets in. It is open before the store is: who asks for the server's health is told at once, everybody else
 * waits a while, and whoever leaves meanwhile, however rudely, ends nothing but its own socket.
 */
export function openFrontDoor(http: Server, { opening, patienceMs, isHttps }: FrontDoorOptions): void {
  let household: Household | null = null;
  const settled = opening.then(
    (opened) => void (household = opened),
    () => undefined,
  );
  const soon = Promise.race([settled, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);

  http.on('request', async (request, response) => {
    if (household === null && isHealthCheck(request)) return answerHealth(request, response, { isHttps });
    if (household === null) await soon;
    if (household !== null) household.route(request, response);
    else sendStarting(response, { isHttps });
  });
  http.on('upgrade', async (request, socket, head) => {
    // From here on Node no longer listens for errors of this socket, and the store may take a while.
    socket.on('error', () => socket.destroy());
    if (household === null) await soon;
    if (household !== null && http.listening) household.gate.handleUpgrade(request, socket, head);
    else socket.destroy();
  });
}
