/**
 * Two tabs of one browser see each other through a BroadcastChannel (SPEC.md S9, S10): state vectors on joining, updates
 * after that. Not to be joined for a document that the link may not write: tabs would carry around what the server
 * refuses. Presence goes over the network, also between tabs: each is a colleague of its own.
 */
import * as Y from 'yjs';
import { deviceDatabase } from './device.ts';

export interface Tabs {
  /** Leaves the others. Calling it twice is safe. */
  destroy(): void;
}

type Message =
  | { readonly type: 'hello'; readonly vector: Uint8Array }
  | { readonly type: 'state'; readonly update: Uint8Array; readonly vector: Uint8Array }
  | { readonly type: 'update'; readonly update: Uint8Array };

/** An update that says nothing is two bytes long. */
const EMPTY_UPDATE_BYTES = 2;

/** A message of ours, or null: another version of the program may be open in the other tab. */
function parseMessage(value: unknown): Message | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, vector, update } = value as Record<string, unknown>;
  if (type === 'hello') return vector instanceof Uint8Array ? { type, vector } : null;
  if (type === 'state') {
    return update instanceof Uint8Array && vector instanceof Uint8Array ? { type, update, vector } : null;
  }
  return type === 'update' && update instanceof Uint8Array ? { type, update } : null;
}

/** Joins the tabs that show the same map; does nothing where the browser has no BroadcastChannel. */
export function joinTabs(mapId: string, doc: Y.Doc): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { destroy() {} };
  const channel = new BroadcastChannel(deviceDatabase(mapId));
  const origin = { tabs: mapId };
  let isOpen = true;
  const post = (message: Message) => {
    if (isOpen) channel.postMessage(message);
  };
  const hear = (message: Message) => {
    if (message.type === 'hello') {
      const update = Y.encodeStateAsUpdate(doc, message.vector);
      post({ type: 'state', update, vector: Y.encodeStateVector(doc) });
    } else if (message.type === 'state') {
      Y.applyUpdate(doc, message.update, origin);
      const missing = Y.encodeStateAsUpdate(doc, message.vector);
      if (missing.length > EMPTY_UPDATE_BYTES) post({ type: 'update', update: missing });
    } else Y.applyUpdate(doc, message.update, origin);
  };
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const message = parseMessage(event.data);
    if (!message) return;
    try {
      hear(message);
    } catch {
      // Bytes that are no update of ours: nothing was applied, and the tabs meet again over the device or the server.
    }
  };
  const onUpdate = (update: Uint8Array, from: unknown) => {
    if (from !== origin) post({ type: 'update', update });
  };
  doc.on('update', onUpdate);
  post({ type: 'hello', vector: Y.encodeStateVector(doc) });
  return {
    destroy() {
      if (!isOpen) return;
      isOpen = false;
      doc.off('update', onUpdate);
      channel.close();
    },
  };
}
