/** What a command says: done with a value, or refused with a stable code the interface has a sentence for. */
export type CommandRefusal =
  /** Something named in the command is not on the map (any more). */
  | 'missing'
  /** Somebody would report to, or a department lie in, what stands below it. */
  | 'cycle'
  /** A number or choice outside its range. */
  | 'out-of-range'
  /** Longer than limits.ts allows. */
  | 'too-long'
  /** The map holds as many as limits.ts allows. */
  | 'too-many'
  /** An id that is malformed or a name of Object.prototype's. */
  | 'forbidden-id'
  /** The id is in use. */
  | 'duplicate'
  /** A relation of a person with themselves. */
  | 'same-person'
  /** The map was written by a newer version. */
  | 'read-only';

export type Outcome<T = void> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: CommandRefusal };

export const DONE: Outcome = { ok: true, value: undefined };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(reason: CommandRefusal): { readonly ok: false; readonly reason: CommandRefusal } {
  return { ok: false, reason };
}
