import { decoding, encoding } from 'lib0';
import * as Y from 'yjs';

/** Message types of the y-websocket protocol, and ours. The whole format is in SPEC.md §4. */
export const MESSAGE = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, saved: 100, renewed: 101 } as const;
export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

export type Message =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly payload: Uint8Array }
  | { readonly kind: 'query-awareness' };

/**
 * One frame as a message, or null when it is none of the protocol's. `bytes` must own its buffer: lib0 checks
 * lengths against the buffer behind the view, so a view into a shared pool could be read past its end.
 */
export function parseMessage(bytes: Uint8Array): Message | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.queryAwareness) return { kind: 'query-awareness' };
    if (type === MESSAGE.awareness) return { kind: 'awareness', payload: decoding.readVarUint8Array(decoder) };
    if (type !== MESSAGE.sync) return null;
    const step = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (step === SYNC.step1) return { kind: 'step1', stateVector: payload };
    if (step === SYNC.step2) return { kind: 'step2', update: payload };
    return step === SYNC.update ? { kind: 'update', update: payload } : null;
  } catch {
    return null;
  }
}

export function encodeStep1(doc: Y.Doc): Uint8Array {
  return encodeSync(SYNC.step1, Y.encodeStateVector(doc));
}

/** @throws when the state vector is not one. */
export function encodeStep2(doc: Y.Doc, stateVector: Uint8Array): Uint8Array {
  return asStep2(Y.encodeStateAsUpdate(doc, stateVector));
}

/** An answer whose content is known. */
export function asStep2(update: Uint8Array): Uint8Array {
  return encodeSync(SYNC.step2, update);
}

export function encodeUpdate(update: Uint8Array): Uint8Array {
  return encodeSync(SYNC.update, update);
}

/** "Come with this token from now on." Only for sockets that asked for it. */
export function encodeRenewed(token: string): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.renewed);
  encoding.writeVarString(encoder, token);
  return encoding.toUint8Array(encoder);
}

/** y-protocols' own "permission denied", which a plain client shows as a warning and survives. */
export function encodeReadOnly(): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.auth);
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarString(encoder, 'read-only');
  return encoding.toUint8Array(encoder);
}

export function encodeAwareness(payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

function encodeSync(step: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}
