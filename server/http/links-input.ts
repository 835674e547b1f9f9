import { ROLES, type Role } from '../access/role.ts';

export type Parsed<T, E extends string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: E };

export interface LinkWish {
  readonly name: string;
  readonly role: Exclude<Role, 'own'>;
  /** Seconds since 1970; 0 = never. */
  readonly expires: number;
}

const MAX_NAME_LENGTH = 60;
/** Twelve digits, as many as a token takes. */
const MAX_EXPIRES = 999_999_999_999;
/** Control and format characters: line breaks, zero width, and those that turn the direction of what follows. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What an owner wants of a link made for a person: the body of `POST …/links`. */
export function parseLinkWish(
  body: unknown,
  nowSeconds: number,
): Parsed<LinkWish, 'bad-name' | 'bad-role' | 'bad-expires'> {
  const { name, role, expires = 0 } = fieldsOf(body);
  const plain = typeof name === 'string' ? plainName(name) : '';
  if (plain === '' || [...plain].length > MAX_NAME_LENGTH) return { ok: false, code: 'bad-name' };
  if (role !== 'edit' && role !== 'comment' && role !== 'view') return { ok: false, code: 'bad-role' };
  const isGood =
    typeof expires === 'number' &&
    Number.isInteger(expires) &&
    (expires === 0 || (expires > nowSeconds && expires <= MAX_EXPIRES));
  return isGood ? { ok: true, value: { name: plain, role, expires } } : { ok: false, code: 'bad-expires' };
}

/** The body of `POST …/revoke`. */
export function parseRole(body: unknown): Parsed<Role, 'bad-role'> {
  const { role } = fieldsOf(body);
  const known = ROLES.find((candidate) => candidate === role);
  return known === undefined ? { ok: false, code: 'bad-role' } : { ok: true, value: known };
}

function plainName(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll(INVISIBLE, '').trim();
}

function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}
