import { decoding } from 'lib0';

const SYNC = 0;
const AWARENESS = 1;
const STEP1 = 0;

type SocketClass = typeof WebSocket;

export interface SocketWatch {
  /** A new socket was opened: counting starts again. */
  onOpening(): void;
  /** A message that carries document content was handed to the socket. */
  onDocumentMessage(): void;
  /** A viewer's document content is never sent: the server would only refuse it. */
  mayWrite(): boolean;
  readonly clientId: number;
}

/**
 * A WebSocket class for y-websocket's provider that counts document messages, as the server does, and keeps back what
 * nobody needs: the provider repeats every presence state it hears from others.
 */
export function watchSockets(Base: SocketClass, watch: SocketWatch): SocketClass {
  return class WatchedSocket extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      watch.onOpening();
    }

    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      const kind = data instanceof Uint8Array ? kindOf(data, watch.clientId) : 'other';
      if (kind === 'foreign-presence' || (kind === 'document' && !watch.mayWrite())) return;
      super.send(data as ArrayBuffer);
      if (kind === 'document') watch.onDocumentMessage();
    }
  };
}

function kindOf(frame: Uint8Array, clientId: number): 'document' | 'foreign-presence' | 'other' {
  const decoder = decoding.createDecoder(frame);
  const type = decoding.readVarUint(decoder);
  if (type === SYNC) return decoding.readVarUint(decoder) === STEP1 ? 'other' : 'document';
  if (type !== AWARENESS) return 'other';
  return namesClient(decoding.readVarUint8Array(decoder), clientId) ? 'other' : 'foreign-presence';
}

function namesClient(payload: Uint8Array, clientId: number): boolean {
  const decoder = decoding.createDecoder(payload);
  const count = decoding.readVarUint(decoder);
  for (let i = 0; i < count; i++) {
    if (decoding.readVarUint(decoder) === clientId) return true;
    decoding.readVarUint(decoder);
    decoding.readVarString(decoder);
  }
  return false;
}
