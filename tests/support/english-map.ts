/** A random map as an English-speaking customer: the same people and departments under other names. */
import type { AccountMap, Layer } from '../../src/model/index.ts';
import { randomMap } from './random-map.ts';

const FIRST = [
  'Ada',
  'Brian',
  'Chloe',
  'David',
  'Elena',
  'Farid',
  'Grace',
  'Henrik',
  'Irene',
  'Jonas',
  'Katya',
  'Luis',
  'Maya',
];
const LAST = [
  'Keller',
  'Novak',
  'Okafor',
  'Lindgren',
  'Marsh',
  'Rossi',
  'Tanaka',
  'Weber',
  'Delgado',
  'Svensson',
  'Bauer',
];
const UNITS = [
  'Information Technology',
  'Finance',
  'Purchasing',
  'Manufacturing',
  'R&D',
  'Marketing',
  'Human Resources',
  'Quality',
  'Legal',
  'Logistics',
  'Customer Service',
];
const TITLES: Readonly<Record<Layer, readonly string[]>> = {
  decision: ['Chief Information Officer', 'CFO', 'Vice President'],
  management: ['Head of IT', 'Director', 'Plant Manager', 'Team Lead'],
  execution: ['Engineer', 'Analyst', 'Buyer', 'Accountant'],
  outside: ['Consultant'],
};

/** The same arguments give the same map. */
export function englishMap(seed: number, people: number): AccountMap {
  const map = randomMap(seed, people);
  const pick = (list: readonly string[], i: number) => list[i % list.length]!;
  return {
    ...map,
    account: { ...map.account, name: 'Northwind Industries' },
    opportunity: { name: 'Manufacturing platform', stage: 2 },
    units: new Map([...map.units].map(([id, unit], i) => [id, { ...unit, name: pick(UNITS, i) }])),
    people: new Map(
      [...map.people].map(([id, person], i) => {
        const name = person.name === '' ? '' : `${pick(FIRST, i * 5)} ${pick(LAST, i * 7)}`;
        return [id, { ...person, name, title: pick(TITLES[person.layer], i * 3) }];
      }),
    ),
  };
}
