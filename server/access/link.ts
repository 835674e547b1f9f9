import type { MapMeta } from '../store/map-meta.ts';
import type { Role } from './role.ts';
import type { KeyRing } from './secret.ts';
import { signToken, type Capability } from './token.ts';

export interface LinkMaker {
  /** `https://maps.example.org`: what the link starts with. */
  readonly origin: string;
  readonly keyRing: KeyRing;
}

/** The address people send each other. The token sits in the fragment: it reaches no server log and no Referer. */
export function formatLink(capability: Capability, { origin, keyRing }: LinkMaker): string {
  return `${origin}/#/m/${capability.mapId}/${signToken(capability, keyRing)}`;
}

/** The link of a role that is for everybody; it never expires. */
export function everyoneLink(mapId: string, role: Role, { epochs }: MapMeta, maker: LinkMaker): string {
  return formatLink({ mapId, role, expires: 0, epoch: epochs[role], link: null }, maker);
}

/** For the operator, when an owner has lost the link: the one for owners, as it is now. Null for a deleted map. */
export function ownerLink(mapId: string, meta: MapMeta, maker: LinkMaker): string | null {
  return meta.deleted === null ? everyoneLink(mapId, 'own', meta, maker) : null;
}
