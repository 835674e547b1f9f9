import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorize, changeMap, isRefusal, type Access, type Refusal } from '../access/authorize.ts';
import { withDeleted, withLink, withLinkRevoked, withRoleRevoked } from '../access/map-access.ts';
import { ROLES } from '../access/role.ts';
import type { KeyRing } from '../access/secret.ts';
import type { Capability } from '../access/token.ts';
import type { Limits } from '../limits.ts';
import type { Log } from '../log.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { MapMeta, NamedLink } from '../store/map-meta.ts';
import type { Store } from '../store/store.ts';
import type { ApiGuard, Asked } from './api-guard.ts';
import { toAccessAnswer, toPerson } from './links-answer.ts';
import { parseLinkWish, parseRole } from './links-input.ts';
import { readJson } from './read-json.ts';
import { sendEmpty, sendJson, sendRefusal } from './responses.ts';
import type { Route } from './router.ts';

export interface LinksOptions {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly keyRing: KeyRing;
  readonly limits: Limits;
  readonly log: Log;
}

const LINK_ID_BYTES = 6;

/** Who has a link, and the owner's right over that: SPEC.md §7, H11-H15. */
export function linksRoutes(guard: ApiGuard, options: LinksOptions): Route[] {
  const links = new LinksApi(options);
  return [
    guard.route('GET', /^\/api\/maps\/([^/]*)\/access$/, (...call) => links.show(...call)),
    guard.route('POST', /^\/api\/maps\/([^/]*)\/links$/, (...call) => links.add(...call)),
    guard.route('DELETE', /^\/api\/maps\/([^/]*)\/links\/([^/]*)$/, (...call) => links.withdraw(...call)),
    guard.route('POST', /^\/api\/maps\/([^/]*)\/revoke$/, (...call) => links.withdrawRole(...call)),
    guard.route('DELETE', /^\/api\/maps\/([^/]*)$/, (...call) => links.deleteMap(...call)),
  ];
}

class LinksApi {
  readonly #options: LinksOptions;

  constructor(options: LinksOptions) {
    this.#options = options;
  }

  async show(request: IncomingMessage, response: ServerResponse, { parts, origin }: Asked): Promise<void> {
    const access = await authorize(request, parts[0] ?? '', { ...this.#options, allowed: ROLES });
    if (isRefusal(access)) return sendRefusal(response, access);
    sendJson(response, 200, toAccessAnswer(access, { origin, keyRing: this.#options.keyRing }));
  }

  async add(request: IncomingMessage, response: ServerResponse, { parts, origin }: Asked): Promise<void> {
    const { keyRing, limits } = this.#options;
    const access = await this.#owner(request, parts);
    if (isRefusal(access)) return sendRefusal(response, access);
    const body = await readJson(request, limits.requestBytes);
    if (!body.ok) return sendRefusal(response, body);
    const now = Date.now();
    const wish = parseLinkWish(body.value, now / 1000);
    if (!wish.ok) return sendRefusal(response, { status: 400, code: wish.code });
    const id = randomBytes(LINK_ID_BYTES).toString('base64url');
    const link: NamedLink = { id, ...wish.value, created: now, revoked: null, seen: null };
    const meta = await this.#change(access.capability, (before) => this.#withOneMore(before, link));
    if (isRefusal(meta)) return sendRefusal(response, meta);
    sendJson(response, 201, toPerson(access.capability.mapId, link, meta, { origin, keyRing }));
  }

  async withdraw(request: IncomingMessage, response: ServerResponse, { parts }: Asked): Promise<void> {
    const access = await this.#owner(request, parts);
    if (isRefusal(access)) return sendRefusal(response, access);
    const id = parts[1] ?? '';
    const meta = await this.#change(access.capability, (before) =>
      before.links.some((link) => link.id === id)
        ? withLinkRevoked(before, id, Date.now())
        : { status: 404, code: 'no-such-link' },
    );
    if (isRefusal(meta)) return sendRefusal(response, meta);
    this.#options.log('info', 'link-revoked', { mapId: access.capability.mapId });
    await this.#options.rooms.accessChanged(access.capability.mapId);
    sendEmpty(response);
  }

  async withdrawRole(request: IncomingMessage, response: ServerResponse, { parts, origin }: Asked): Promise<void> {
    const { keyRing, limits, log, rooms } = this.#options;
    const access = await this.#owner(request, parts);
    if (isRefusal(access)) return sendRefusal(response, access);
    const body = await readJson(request, limits.requestBytes);
    if (!body.ok) return sendRefusal(response, body);
    const role = parseRole(body.value);
    if (!role.ok) return sendRefusal(response, { status: 400, code: role.code });
    const meta = await this.#change(access.capability, (before) => withRoleRevoked(before, role.value, Date.now()));
    if (isRefusal(meta)) return sendRefusal(response, meta);
    log('info', 'role-revoked', { mapId: access.capability.mapId, detail: role.value });
    await rooms.accessChanged(access.capability.mapId);
    sendJson(response, 200, toAccessAnswer({ capability: access.capability, meta }, { origin, keyRing }));
  }

  /** First nobody can come in, then everybody is put out, then the content goes: so nothing is written after it went. */
  async deleteMap(request: IncomingMessage, response: ServerResponse, { parts }: Asked): Promise<void> {
    const { log, rooms, store } = this.#options;
    const access = await this.#owner(request, parts);
    // Asked again because the first time failed half-way: what was left goes now.
    if (isRefusal(access) && access.code === 'deleted') await store.erase(parts[0] ?? '');
    if (isRefusal(access)) return sendRefusal(response, access);
    const { mapId } = access.capability;
    const meta = await this.#change(access.capability, (before) => withDeleted(before, Date.now()));
    if (isRefusal(meta)) return sendRefusal(response, meta);
    await rooms.accessChanged(mapId);
    await store.erase(mapId);
    log('info', 'map-deleted', { mapId });
    sendEmpty(response);
  }

  #owner(request: IncomingMessage, parts: readonly string[]): Promise<Access | Refusal> {
    return authorize(request, parts[0] ?? '', { ...this.#options, allowed: ['own'] });
  }

  #change(capability: Capability, change: (meta: MapMeta) => MapMeta | Refusal): Promise<MapMeta | Refusal> {
    return changeMap(this.#options.store, capability, change);
  }

  #withOneMore(meta: MapMeta, link: NamedLink): MapMeta | Refusal {
    const live = meta.links.filter((other) => other.revoked === null).length;
    if (live >= this.#options.limits.linksPerMap) return { status: 409, code: 'too-many-links' };
    return withLink(meta, link);
  }
}
