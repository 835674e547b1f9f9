/**
 * Two tabs of one browser see each other through a BroadcastChannel (SPEC.md S9-S11): state vectors on joining, updates
 * after that. Not to be joined with a link that may only view: tabs would carry around what the server refuses.
 */
import {
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
  type Awareness,
} from 'y-protocols/awareness';
import * as Y from 'yjs';
import { deviceDatabase } from './device.ts';

export interface Tabs {
  /** Leaves; the other tabs no longer show this one's presence. Calling it twice is safe. */
  destroy(): void;
}

type Message =
  | { readonly type: 'hello'; readonly vector: Uint8Array }
  | { readonly type: 'state'; readonly update: Uint8Array; readonly vector: Uint8Array }
  | { readonly type: 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly update: Uint8Array }
  | { readonly type: 'leave'; readonly client: number };

/** An update that says nothing is two bytes long. */
const EMPTY_UPDATE_BYTES = 2;

/** A message of ours, or null: another version of the program may be open in the other tab. */
function parseMessage(value: unknown): Message | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, vector, update, client } = value as Record<string, unknown>;
  if (type === 'hello') return vector instanceof Uint8Array ? { type, vector } : null;
  if (type === 'state') {
    return update instanceof Uint8Array && vector instanceof Uint8Array ? { type, update, vector } : null;
  }
  if (type === 'update' || type === 'awareness') return update instanceof Uint8Array ? { type, update } : null;
  return type === 'leave' && typeof client === 'number' ? { type, client } : null;
}

/** Joins the tabs that show the same map; does nothing where the browser has no BroadcastChannel. */
export function joinTabs(mapId: string, doc: Y.Doc, awareness?: Awareness): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { destroy() {} };
  const channel = new BroadcastChannel(deviceDatabase(mapId));
  const origin = { tabs: mapId };
  let isOpen = true;
  const post = (message: Message) => {
    if (isOpen) channel.postMessage(message);
  };
  const postPresence = () => {
    if (awareness?.getLocalState()) {
      post({ type: 'awareness', update: encodeAwarenessUpdate(awareness, [awareness.clientID]) });
    }
  };
  const hear = (message: Message) => {
    if (message.type === 'hello') {
      const update = Y.encodeStateAsUpdate(doc, message.vector);
      post({ type: 'state', update, vector: Y.encodeStateVector(doc) });
      postPresence();
    } else if (message.type === 'state') {
      Y.applyUpdate(doc, message.update, origin);
      const missing = Y.encodeStateAsUpdate(doc, message.vector);
      if (missing.length > EMPTY_UPDATE_BYTES) post({ type: 'update', update: missing });
      postPresence();
    } else if (message.type === 'update') Y.applyUpdate(doc, message.update, origin);
    else if (!awareness) return;
    else if (message.type === 'awareness') applyAwarenessUpdate(awareness, message.update, origin);
    else removeAwarenessStates(awareness, [message.client], origin);
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
  const onAwareness = ({ added, updated }: { added: number[]; updated: number[] }) => {
    if (awareness && [...added, ...updated].includes(awareness.clientID)) postPresence();
  };
  doc.on('update', onUpdate);
  awareness?.on('update', onAwareness);
  post({ type: 'hello', vector: Y.encodeStateVector(doc) });
  return {
    destroy() {
      if (!isOpen) return;
      if (awareness) post({ type: 'leave', client: awareness.clientID });
      isOpen = false;
      doc.off('update', onUpdate);
      awareness?.off('update', onAwareness);
      channel.close();
    },
  };
}
