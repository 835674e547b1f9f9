/**
 * Who bridges: betweenness after Ulrik Brandes, "A faster algorithm for betweenness centrality", 2001,
 * doi:10.1080/0022250X.2001.9990249. Unweighted: a strong tie is no shorter way than a weak one here.
 */
import type { AccountMap, PersonId } from '../model/index.ts';

/**
 * Share of all pairs of other people whose shortest way over influence and personal ties (either direction) runs
 * through a person: 0 to 1, by id; 0 for all under 3 people. O(people × ties).
 */
export function betweenness(map: AccountMap): ReadonlyMap<PersonId, number> {
  const ids = [...map.people.keys()].sort();
  const near = neighbours(map, ids);
  const score = new Array<number>(ids.length).fill(0);
  for (let source = 0; source < ids.length; source++) addShares(near, source, score);
  // Each pair was met from both its ends.
  const pairs = (ids.length - 1) * (ids.length - 2);
  return new Map(ids.map((id, i) => [id, pairs > 0 ? score[i]! / pairs : 0]));
}

/** By index into `ids`, ascending and without repeats. */
function neighbours(map: AccountMap, ids: readonly PersonId[]): readonly (readonly number[])[] {
  const index = new Map(ids.map((id, i) => [id, i]));
  const near = ids.map(() => new Set<number>());
  for (const { from, kind, to } of map.relations.values()) {
    const [a, b] = [index.get(from), index.get(to)];
    if ((kind !== 'influence' && kind !== 'personal') || a === undefined || b === undefined || a === b) continue;
    near[a]!.add(b);
    near[b]!.add(a);
  }
  return near.map((set) => [...set].sort((a, b) => a - b));
}

/** More ways than this are counted as this many: twice as many again and again would leave the range of numbers. */
const MOST_WAYS = 1e300;

function addShares(near: readonly (readonly number[])[], source: number, score: number[]): void {
  const distance = new Array<number>(near.length).fill(-1);
  const ways = new Array<number>(near.length).fill(0);
  const before: number[][] = near.map(() => []);
  const reached = [source];
  distance[source] = 0;
  ways[source] = 1;
  for (let head = 0; head < reached.length; head++) {
    const at = reached[head]!;
    for (const next of near[at]!) {
      if (distance[next]! < 0) {
        distance[next] = distance[at]! + 1;
        reached.push(next);
      }
      if (distance[next] !== distance[at]! + 1) continue;
      ways[next] = Math.min(MOST_WAYS, ways[next]! + ways[at]!);
      before[next]!.push(at);
    }
  }
  const share = new Array<number>(near.length).fill(0);
  for (let i = reached.length - 1; i > 0; i--) {
    const at = reached[i]!;
    const all = before[at]!.reduce((sum, earlier) => sum + ways[earlier]!, 0);
    for (const earlier of before[at]!) share[earlier]! += (ways[earlier]! / all) * (1 + share[at]!);
    score[at]! += share[at]!;
  }
}
