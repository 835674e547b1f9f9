/** What is asked of the server about maps, besides their content: server/SPEC.md §7. Nothing here throws. */
import type { Result } from '../model/index.ts';
import {
  parseAccess,
  parseErrorCode,
  parseHistory,
  parsePerson,
  parseServerInfo,
  parseSharedMap,
  type MapAccess,
  type PersonLink,
  type ServerInfo,
  type ServerState,
} from './share-answers.ts';
import type { SharedMap, ShareRole } from './share-link.ts';

/** `create-token`: this server makes maps only for those who hold one of its create tokens. */
export type CreateFailure = 'unreachable' | 'too-many-maps' | 'create-token' | 'refused';

/**
 * Why the server did not do what was asked: nobody answered (in time); the link is no good, is over, was withdrawn, or
 * allows too little; the map, link or state is gone; too many links or requests; a name or date it does not take; or an
 * answer that is none of ours (`refused`).
 */
export type ApiFailure =
  | 'unreachable'
  | 'bad-token'
  | 'expired'
  | 'revoked'
  | 'not-allowed'
  | 'deleted'
  | 'missing'
  | 'too-many-links'
  | 'too-many-requests'
  | 'bad-name'
  | 'bad-expires'
  | 'too-big'
  | 'refused';
type Answer<T> = Promise<Result<T, ApiFailure>>;

/** Who asks about which map. */
export interface MapCaller {
  /** `http://host:port` */
  readonly origin: string;
  readonly fetchFrom: typeof fetch;
  readonly mapId: string;
  readonly token: string;
}

export interface LinkWish {
  readonly name: string;
  readonly role: Exclude<ShareRole, 'own'>;
  /** Seconds since 1970; 0 = never. */
  readonly expires: number;
}

const PATIENCE_MS = 20_000;
const MAX_JSON_BYTES = 2 * 1024 * 1024;
/** As large as a map may become on the server. */
export const MAX_STATE_BYTES = 16 * 1024 * 1024;

const CODES: ReadonlyMap<string, ApiFailure> = new Map<string, ApiFailure>([
  ['bad-token', 'bad-token'],
  ['expired', 'expired'],
  ['revoked', 'revoked'],
  ['not-allowed', 'not-allowed'],
  ['deleted', 'deleted'],
  ['no-such-link', 'missing'],
  ['no-such-state', 'missing'],
  ['too-many-links', 'too-many-links'],
  ['too-many-requests', 'too-many-requests'],
  ['bad-name', 'bad-name'],
  ['bad-expires', 'bad-expires'],
]);

/** Asks the server at `origin` (`http://host:port`) for a new, empty shared map. */
export async function createSharedMap(
  origin: string,
  fetchFrom: typeof fetch,
  createToken: string | null = null,
): Promise<Result<SharedMap, CreateFailure>> {
  try {
    const headers: HeadersInit = createToken === null ? {} : { Authorization: `Bearer ${createToken}` };
    const response = await fetchFrom(`${origin}/api/maps`, { method: 'POST', headers, signal: patience() });
    if (response.status === 429) return { ok: false, reason: 'too-many-maps' };
    if (response.status === 401) return { ok: false, reason: 'create-token' };
    const map = response.status === 201 ? parseSharedMap(await readJson(response)) : null;
    return map ? { ok: true, value: map } : { ok: false, reason: 'refused' };
  } catch {
    return { ok: false, reason: 'unreachable' };
  }
}

/** What the server says of itself; anybody may ask. */
export function readServerInfo(origin: string, fetchFrom: typeof fetch): Answer<ServerInfo> {
  return ask(fetchFrom, `${origin}/api/server`, { method: 'GET' }, async (response) =>
    parseServerInfo(await readJson(response)),
  );
}

/** What the caller's link allows; for an owner also all links there are. */
export function readAccess(caller: MapCaller): Answer<MapAccess> {
  return call(caller, 'GET', '/access', async (response) => parseAccess(await readJson(response), caller.mapId));
}

/** Makes a link for a person, which can be withdrawn without touching the others. Owners only, as all that follow. */
export function addPersonLink(caller: MapCaller, wish: LinkWish): Answer<PersonLink> {
  const read = async (response: Response) => parsePerson(await readJson(response), caller.mapId);
  return call(caller, 'POST', '/links', read, wish);
}

/** Withdraws one person's link for good; whoever is in with it is put out. */
export function withdrawPersonLink(caller: MapCaller, linkId: string): Answer<true> {
  return call(caller, 'DELETE', `/links/${encodeURIComponent(linkId)}`, nothing);
}

/** All links of that role are dead afterwards; the new one for everybody is in the answer. */
export function withdrawRole(caller: MapCaller, role: ShareRole): Answer<MapAccess> {
  const read = async (response: Response) => parseAccess(await readJson(response), caller.mapId);
  return call(caller, 'POST', '/revoke', read, { role });
}

/** Erases the map and its history on the server, for everybody. */
export function deleteSharedMap(caller: MapCaller): Answer<true> {
  return call(caller, 'DELETE', '', nothing);
}

/** The states of the past that the server keeps, newest first. For those who may edit. */
export function listServerStates(caller: MapCaller): Answer<readonly ServerState[]> {
  return call(caller, 'GET', '/history', async (response) => parseHistory(await readJson(response)));
}

/** One state as a Yjs update, unchecked; at most MAX_STATE_BYTES. */
export function readServerState(caller: MapCaller, at: number): Answer<Uint8Array> {
  return call(caller, 'GET', `/history/${at}`, (response) => readBytes(response, MAX_STATE_BYTES));
}

function call<T>(
  { origin, fetchFrom, mapId, token }: MapCaller,
  method: string,
  path: string,
  read: (response: Response) => Promise<T | null>,
  body?: unknown,
): Answer<T> {
  const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return ask(fetchFrom, `${origin}/api/maps/${encodeURIComponent(mapId)}${path}`, request, read);
}

async function ask<T>(
  fetchFrom: typeof fetch,
  url: string,
  request: RequestInit,
  read: (response: Response) => Promise<T | null>,
): Answer<T> {
  let response: Response;
  try {
    response = await fetchFrom(url, { ...request, cache: 'no-store', signal: patience() });
  } catch {
    return { ok: false, reason: 'unreachable' };
  }
  try {
    if (!response.ok) return { ok: false, reason: await failureOf(response) };
    const value = await read(response);
    return value === null ? { ok: false, reason: 'refused' } : { ok: true, value };
  } catch (error) {
    return { ok: false, reason: error instanceof TooBig ? 'too-big' : 'unreachable' };
  }
}

async function failureOf(response: Response): Promise<ApiFailure> {
  const known = CODES.get(parseErrorCode(await readJson(response)));
  return known ?? (response.status === 429 ? 'too-many-requests' : 'refused');
}

function nothing(response: Response): Promise<true | null> {
  return Promise.resolve(response.status === 204 ? true : null);
}

/** Null when it is no JSON. @throws TooBig, or when the connection breaks */
async function readJson(response: Response): Promise<unknown> {
  const bytes = await readBytes(response, MAX_JSON_BYTES);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

class TooBig extends Error {}

/** Stops reading at `maxBytes`: what answers may be anybody. @throws TooBig, or when the connection breaks */
async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > maxBytes) {
      await reader?.cancel();
      throw new TooBig(response.url);
    }
    parts.push(part.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function patience(): AbortSignal {
  return AbortSignal.timeout(PATIENCE_MS);
}
