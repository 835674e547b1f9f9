/**
 * What is drawn against what: the two matrices are one machine, and differ only in this file. Both are a table of
 * *fields*, one for each pair of values. A *cell* is what people see as one box: a single field in attitude × power, a
 * quadrant of several fields in power × interest.
 */
import { ATTITUDE_SCALES, type AccountMap, type Person } from '../../model/index.ts';
import type { CellPlacement, MatrixPlacement } from '../types.ts';

/** A value of an axis; null = not contacted / not judged. */
export type Value = number | null;

export interface Field {
  readonly column: Value;
  readonly row: Value;
}

export interface Plan {
  readonly view: MatrixPlacement['view'];
  readonly axis: 'attitude' | 'interest';
  /** Values across, from left to right. */
  readonly columns: (map: AccountMap) => readonly Value[];
  readonly columnOf: (person: Person) => Value;
  /** Neighbouring columns with the same part share cells. */
  readonly columnPart: (value: Value) => string;
  readonly rowPart: (value: Value) => string;
  readonly cellOf: (field: Field) => string;
  readonly quadrantOf: (field: Field) => CellPlacement['quadrant'];
  /** Room for headings on top of every row of cells, in page units; 0 = cells have none. */
  readonly title: number;
  /** reading: from a field's top left, where the place within it says nothing; middle: from the true point outwards. */
  readonly fill: 'reading' | 'middle';
}

/** Power and interest. */
const DEGREES: readonly number[] = [1, 2, 3, 4, 5];

/**
 * The half that a degree belongs to. 3 is high: somebody in the middle is treated as mattering until judged lower,
 * because overlooking a person costs more than one visit too many.
 */
function half(value: number): 'low' | 'high' {
  return value >= 3 ? 'high' : 'low';
}

const degree = (value: Value): Value => (value !== null && DEGREES.includes(value) ? value : null);
const ascending = (a: number, b: number): number => a - b;

export function fieldKey({ column, row }: Field): string {
  return `${column ?? 'none'}/${row ?? 'none'}`;
}

/** The field of a person's own values. */
export function fieldOf(plan: Plan, person: Person): Field {
  return { column: plan.columnOf(person), row: degree(person.power) };
}

/** Power from high to low; "not judged" last, and only when it is somebody's. */
export function rowValues(map: AccountMap): Value[] {
  const isAnyUnjudged = [...map.people.values()].some((person) => degree(person.power) === null);
  return [...[...DEGREES].reverse(), ...(isAnyUnjudged ? [null] : [])];
}

/** Attitude from against to for, "not contacted" at the far left. Values of another scale get a column of their own. */
export const ATTITUDE_PLAN: Plan = {
  view: 'attitude-matrix',
  axis: 'attitude',
  columns: ({ people, scale }) => {
    const values = new Set<number>(ATTITUDE_SCALES[scale].values);
    for (const { attitude } of people.values()) if (attitude !== null) values.add(attitude);
    return [null, ...[...values].sort(ascending)];
  },
  columnOf: (person) => person.attitude,
  columnPart: (value) => `${value}`,
  rowPart: (value) => `${value}`,
  cellOf: fieldKey,
  quadrantOf: () => null,
  title: 0,
  fill: 'reading',
};

/** Interest from low to high, people without a judgement in strips at the left and at the foot. */
export const INTEREST_PLAN: Plan = {
  view: 'interest-matrix',
  axis: 'interest',
  columns: () => [null, ...DEGREES],
  columnOf: (person) => degree(person.interest),
  columnPart: (value) => (value === null ? 'none' : half(value)),
  rowPart: (value) => (value === null ? 'none' : half(value)),
  cellOf: (field) => quadrant(field) ?? (field.column === null ? 'interest-not-judged' : 'power-not-judged'),
  quadrantOf: quadrant,
  title: 36,
  fill: 'middle',
};

function quadrant({ column: interest, row: power }: Field): CellPlacement['quadrant'] {
  if (interest === null || power === null) return null;
  if (half(power) === 'high') return half(interest) === 'high' ? 'manage-closely' : 'keep-satisfied';
  return half(interest) === 'high' ? 'keep-informed' : 'monitor';
}
