import type { DocumentName } from '../store/document-name.ts';

/** What servers that share a store tell each other about a document. */
export type BusMessage =
  /** The log has grown to `seq`. A wake-up: whoever has the document open reads the store from its own position on. */
  | { readonly kind: 'log'; readonly seq: number }
  /** An awareness update of people who are connected elsewhere. */
  | { readonly kind: 'presence'; readonly payload: Uint8Array }
  /** Somebody has opened the document elsewhere and would like to know who is here. */
  | { readonly kind: 'who' }
  /** The map's record has changed: links may be withdrawn, the map deleted. */
  | { readonly kind: 'access' };

/**
 * Wake-ups between servers. Best effort: a message may be lost or come twice, so nothing may depend on it but latency.
 * Contract, which every bus passes: tests/server/bus-contract.ts.
 */
export interface Bus {
  /** True when there may be other servers: rooms then look into the store from time to time. */
  readonly isShared: boolean;
  /** Reaches every other subscriber, on this server never. Never throws. */
  publish(document: DocumentName, message: BusMessage): void;
  /** Listening by the time the promise resolves. Returns the way to stop. */
  subscribe(document: DocumentName, listener: (message: BusMessage) => void): Promise<() => void>;
  /** Called after a time in which messages may have been lost. Returns the way to stop. */
  onGap(listener: () => void): () => void;
  /** Resolves when the bus answers. @throws when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
