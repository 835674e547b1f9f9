import type { Access } from '../access/authorize.ts';
import { everyoneLink, formatLink, type LinkMaker } from '../access/link.ts';
import { ROLES, type Role } from '../access/role.ts';
import type { MapMeta, NamedLink } from '../store/map-meta.ts';

/** A link made for a person, as its owner sees it; `link` is null once it is withdrawn. */
export interface Person extends NamedLink {
  readonly link: string | null;
}

export interface AccessAnswer {
  readonly role: Role;
  readonly expires: number;
  readonly everyone?: Readonly<Record<Role, string>>;
  readonly people?: readonly Person[];
}

/** Who has a link: for an owner all of them, for anybody else what their own allows. */
export function toAccessAnswer({ capability, meta }: Access, maker: LinkMaker): AccessAnswer {
  const { role, expires, mapId } = capability;
  if (role !== 'own') return { role, expires };
  const people = meta.links.map((link) => toPerson(mapId, link, meta, maker));
  return { role, expires, everyone: everyoneLinks(mapId, meta, maker), people };
}

/** The links of a map that are for everybody. */
export function everyoneLinks(mapId: string, meta: MapMeta, maker: LinkMaker): Record<Role, string> {
  const entries = ROLES.map((role) => [role, everyoneLink(mapId, role, meta, maker)] as const);
  return Object.fromEntries(entries) as Record<Role, string>;
}

export function toPerson(mapId: string, link: NamedLink, { epochs }: MapMeta, maker: LinkMaker): Person {
  const { id, name, role, created, expires, revoked, seen } = link;
  const capability = { mapId, role, expires, epoch: epochs[role], link: id };
  const shown = revoked === null ? formatLink(capability, maker) : null;
  return { id, name, role, created, expires, revoked, seen, link: shown };
}
