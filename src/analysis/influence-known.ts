import type { AccountMap } from '../model/index.ts';
import { influenceRelations } from './listening.ts';

const ENOUGH_PEOPLE = 8;
/** Below one relation for every five people a ranking would say more about what we know than about them. */
const RELATIONS_PER_PERSON = 0.2;
const ENOUGH_RELATIONS = 4;

/** Whether enough is known for a word on anybody's real influence: at least 8 people, and a relation for every five of them. */
export function isInfluenceKnown(map: AccountMap): boolean {
  if (map.people.size < ENOUGH_PEOPLE) return false;
  return influenceRelations(map).length >= Math.max(ENOUGH_RELATIONS, RELATIONS_PER_PERSON * map.people.size);
}
