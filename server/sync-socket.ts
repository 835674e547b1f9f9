import { WebSocket } from 'ws';
import { CLOSE } from './close-codes.ts';

/** What the WebSocket layer says to a message above `messageBytes`. */
const TOO_LONG = 1009;

/** A socket that says 4413 where the WebSocket layer would say 1009, which plain clients take for a broken network. */
export class SyncSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    if (code === TOO_LONG) super.close(CLOSE.tooBig, 'message-too-big');
    else super.close(code, reason);
  }
}
