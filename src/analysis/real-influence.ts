/**
 * Who is listened to: PageRank (Page, Brin, Motwani, Winograd, "The PageRank Citation Ranking", 1999,
 * http://ilpubs.stanford.edu:8090/422/) over influence relations, weighted by strength. A listener passes their own
 * weight on to those they listen to; who listens to nobody passes it to everybody alike.
 */
import type { AccountMap, PersonId } from '../model/index.ts';
import { influenceRelations } from './listening.ts';

const DAMPING = 0.85;
const TOLERANCE = 1e-9;
/** 0.85^140 < 1e-9: more rounds could not change anything that shows. */
const MAX_ROUNDS = 200;

/**
 * Influence of everybody on the map, by id, with a mean of 1 (1 for all without any influence relation). Only exact
 * arithmetic and a fixed order of sums, so the same bytes everywhere. Says nothing of how much is known: see
 * isInfluenceKnown. O(rounds × (people + relations)).
 */
export function realInfluence(map: AccountMap): ReadonlyMap<PersonId, number> {
  const ids = [...map.people.keys()].sort();
  const size = ids.length;
  if (size === 0) return new Map();
  const index = new Map(ids.map((id, i) => [id, i]));
  const edges = influenceRelations(map).map(({ heard, listener, weight }) => ({
    listener: index.get(listener)!,
    heard: index.get(heard)!,
    weight,
  }));
  const given = new Array<number>(size).fill(0);
  for (const { listener, weight } of edges) given[listener]! += weight;
  let rank = new Array<number>(size).fill(1);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const loose = rank.reduce((sum, value, i) => (given[i] === 0 ? sum + value : sum), 0);
    const next = new Array<number>(size).fill(1 - DAMPING + (DAMPING * loose) / size);
    for (const { heard, listener, weight } of edges) {
      next[heard]! += (DAMPING * rank[listener]! * weight) / given[listener]!;
    }
    const moved = next.reduce((most, value, i) => Math.max(most, Math.abs(value - rank[i]!)), 0);
    rank = next;
    if (moved < TOLERANCE) break;
  }
  const mean = rank.reduce((sum, value) => sum + value, 0) / size;
  return new Map(ids.map((id, i) => [id, rank[i]! / mean]));
}
