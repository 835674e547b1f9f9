import type { MapMeta } from '../store/map-meta.ts';
import type { Capability } from './token.ts';

export type Judgement = 'good' | 'expired' | 'revoked' | 'deleted';

/** Whether a verified capability still opens the map, now: asked when somebody comes, and again of whoever is in. */
export function judge({ role, epoch, expires, link }: Capability, meta: MapMeta, nowSeconds: number): Judgement {
  if (meta.deleted !== null) return 'deleted';
  if (epoch !== meta.epochs[role]) return 'revoked';
  const named = link === null ? null : meta.links.find((candidate) => candidate.id === link);
  if (named === undefined || (named !== null && (named.revoked !== null || named.role !== role))) return 'revoked';
  return expires !== 0 && expires <= nowSeconds ? 'expired' : 'good';
}
