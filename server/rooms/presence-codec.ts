/** Awareness updates of y-protocols, as entries: count, then per client its id, clock and state as JSON text. */
import { decoding, encoding } from 'lib0';
import type { Role } from '../access/role.ts';

export interface PresenceEntry {
  readonly clientId: number;
  readonly clock: number;
  /** JSON text of an object, or `null` for somebody who has left. */
  readonly state: string;
}

/** With no entries it is a valid, empty update. */
export function encodePresence(entries: readonly PresenceEntry[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { clientId, clock, state } of entries) {
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, state);
  }
  return encoding.toUint8Array(encoder);
}

/**
 * The entries of `payload`, none when it is broken: presence is worth nothing after a second, and the next one comes
 * soon. States are not looked into.
 */
export function decodePresence(payload: Uint8Array): PresenceEntry[] {
  try {
    const entries: PresenceEntry[] = [];
    const decoder = decoding.createDecoder(payload);
    const count = decoding.readVarUint(decoder);
    for (let i = 0; i < count; i++) {
      const clientId = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      entries.push({ clientId, clock, state: decoding.readVarString(decoder) });
    }
    return entries;
  } catch {
    return [];
  }
}

/** Clients parse states without a guard, so text that is no JSON object (or null) must not reach them. */
export function isPresenceState(text: string, maxBytes: number): boolean {
  if (Buffer.byteLength(text) > maxBytes) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * A state as the link of its owner lets it be said: a `role` that is not the link's own becomes it, so that nobody
 * passes for somebody who may more. Null when it must not be shown: no JSON object (nor null), or over `maxBytes`.
 */
export function stateFrom(text: string, role: Role, maxBytes: number): string | null {
  if (!isPresenceState(text, maxBytes)) return null;
  const state = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
  if (state === null || !Object.hasOwn(state, 'role') || state['role'] === role) return text;
  const said = JSON.stringify({ ...state, role });
  return Buffer.byteLength(said) <= maxBytes ? said : null;
}
