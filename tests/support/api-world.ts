/** The HTTP API as a client of ours asks it. */
import type { AccessAnswer, Person } from '../../server/http/links-answer.ts';
import { tokenOf, type NewMap, type World } from './server-world.ts';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

export interface Ask {
  readonly method?: string;
  /** A link; its token is shown. */
  readonly link?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The answer's body is JSON or null. */
export async function ask<T = unknown>(
  world: Pick<World, 'http'>,
  path: string,
  { method = 'GET', link = null, body, headers = {} }: Ask = {},
): Promise<Answer<T>> {
  const response = await fetch(`${world.http}${path}`, {
    method,
    headers: { ...(link === null ? {} : { Authorization: `Bearer ${tokenOf(link)}` }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T, headers: response.headers };
}

export async function accessOf(world: Pick<World, 'http'>, map: NewMap, link = map.own): Promise<AccessAnswer> {
  return (await ask<AccessAnswer>(world, `/api/maps/${map.id}/access`, { link })).body;
}

/** A link for a person; `expires` in seconds since 1970, 0 = never. */
export async function addPerson(
  world: Pick<World, 'http'>,
  map: NewMap,
  { name = 'Ada', role = 'edit', expires = 0 } = {},
): Promise<Person & { readonly link: string }> {
  const path = `/api/maps/${map.id}/links`;
  const answer = await ask<Person>(world, path, { method: 'POST', link: map.own, body: { name, role, expires } });
  if (answer.status !== 201 || answer.body.link === null) throw new Error(`POST ${path} answered ${answer.status}`);
  return { ...answer.body, link: answer.body.link };
}
