/**
 * The lines between a boss and the reports, from the boss's block origin. No two strokes of one boss lie on each other
 * (they would look thicker there): a bus is one line bent down at both ends, everything else meets it at a right angle.
 */
import type { PersonId } from '../../model/index.ts';
import type { Point } from '../types.ts';
import type { Content, Placed } from './block.ts';
import type { Measures } from './measures.ts';

export interface Line {
  readonly points: readonly Point[];
  readonly people: readonly PersonId[];
}

type TeamContent = Extract<Content, { kind: 'team' }>;

export function linesBelow(measures: Measures, content: TeamContent): Line[] {
  if (content.units.length === 0) return [];
  if (content.form === 'list') return listLines(measures, content);
  const stacks = content.units.flatMap((unit) => tickLines(measures, content.person, unit));
  const trunk = content.form === 'row' ? rowLines(measures, content) : shelfLines(measures, content);
  return [...trunk, ...stacks];
}

/** A spine bent into the last card, and a tick into each of the others. */
function listLines(measures: Measures, { person, units }: TeamContent): Line[] {
  const { card, inset, pitch } = measures;
  if (units.length === 1 && units[0]!.x === 0) return [dropFrom(measures, person, { x: 0, y: card.height }, units[0]!)];
  const x = inset - card.width / 2;
  return units.map(({ block, row, x: at }, i): Line => {
    const y = row * pitch + card.height / 2;
    const end = { x: at - card.width / 2, y };
    const people = [person, ...peopleOf(block.content)];
    const points = i === units.length - 1 ? [{ x, y: card.height }, { x, y }, end] : [{ x, y }, end];
    return { points, people };
  });
}

function rowLines(measures: Measures, { person, units }: TeamContent): Line[] {
  const start = { x: 0, y: measures.card.height };
  if (units.length === 1 && units[0]!.x === 0) return [dropFrom(measures, person, start, units[0]!)];
  const stub = { points: [start, { x: 0, y: busAbove(measures, 1) }], people: [person] };
  return [stub, ...bus(measures, person, units)];
}

/** The trunk, and above each shelf a bus to its outermost team; the lowest one is bent out of the trunk when it goes to one side only. */
function shelfLines(measures: Measures, { person, units }: TeamContent): Line[] {
  const start = { x: 0, y: measures.card.height };
  const beside = units.filter((unit) => unit.x !== 0);
  const onTrunk = units.filter((unit) => unit.x === 0);
  const rows = [...new Set(beside.map(({ row }) => row))].sort((a, b) => a - b);
  const lowest = rows.at(-1);
  const stackEnd = Math.max(0, ...onTrunk.map((unit) => endOf(measures, unit)));
  const lines: Line[] = [];
  for (const row of rows) {
    const y = busAbove(measures, row);
    const left = beside.filter((unit) => unit.row === row && unit.x < 0).sort((a, b) => a.x - b.x);
    const right = beside.filter((unit) => unit.row === row && unit.x > 0).sort((a, b) => b.x - a.x);
    const isEnd = row === lowest && y > stackEnd;
    const sides = [left, right].filter((side) => side.length > 0);
    if (sides.length === 2) lines.push(...bus(measures, person, [...left, ...right.reverse()]));
    else lines.push(...halfBus(measures, person, isEnd ? [start, { x: 0, y }] : [{ x: 0, y }], sides[0]!));
    if (isEnd && sides.length === 2) lines.push({ points: [start, { x: 0, y }], people: [person] });
  }
  const trunkEnd = Math.max(stackEnd, lowest === undefined ? 0 : busAbove(measures, lowest));
  const isDrawn = lowest !== undefined && busAbove(measures, lowest) > stackEnd;
  if (!isDrawn && trunkEnd > 0)
    lines.push({
      points: [start, { x: 0, y: trunkEnd }],
      people: [person, ...onTrunk.flatMap(({ block }) => peopleOf(block.content))],
    });
  return lines;
}

/** From above the first to above the last, bent down into both, with a drop to each between. */
function bus(measures: Measures, person: PersonId, units: readonly Placed[]): Line[] {
  const y = busAbove(measures, units[0]!.row);
  const [first, last] = [units[0]!, units.at(-1)!];
  const points = [
    { x: first.x, y: endOf(measures, first) },
    { x: first.x, y },
    { x: last.x, y },
    { x: last.x, y: endOf(measures, last) },
  ];
  const ends = units.length === 1 ? [first] : [first, last];
  return [
    { points, people: [person, ...ends.flatMap(({ block }) => peopleOf(block.content))] },
    ...units.slice(1, -1).map((unit) => dropFrom(measures, person, { x: unit.x, y }, unit)),
  ];
}

/** From the trunk to one side; the outermost unit first. */
function halfBus(measures: Measures, person: PersonId, start: readonly Point[], units: readonly Placed[]): Line[] {
  const [outer, ...inner] = units;
  const y = start.at(-1)!.y;
  const end = { x: outer!.x, y: endOf(measures, outer!) };
  return [
    { points: [...start, { x: outer!.x, y }, end], people: [person, ...peopleOf(outer!.block.content)] },
    ...inner.map((unit) => dropFrom(measures, person, { x: unit.x, y }, unit)),
  ];
}

function dropFrom(measures: Measures, person: PersonId, from: Point, unit: Placed): Line {
  const end = { x: unit.x, y: endOf(measures, unit) };
  return { points: [from, end], people: [person, ...peopleOf(unit.block.content)] };
}

/** Across the spine of a stack in each row: to one card, or from card to card. */
function tickLines({ card, pitch, tick }: Measures, person: PersonId, { block, row, x }: Placed): Line[] {
  const { content } = block;
  if (content.kind !== 'columns') return [];
  return Array.from({ length: block.rows }, (_, i): Line => {
    const y = (row + i) * pitch + card.height / 2;
    const [left, right] = [content.left[i], content.right[i]];
    const points = [
      { x: left === undefined ? x : x - tick, y },
      { x: right === undefined ? x : x + tick, y },
    ];
    return { points, people: [person, ...(left === undefined ? [] : [left]), ...(right === undefined ? [] : [right])] };
  });
}

/** Where the line into a unit ends: on top of a card, or at the last tick of a stack. */
function endOf({ card, pitch }: Measures, { block, row }: Placed): number {
  return block.content.kind === 'columns' ? (row + block.rows - 1) * pitch + card.height / 2 : row * pitch;
}

/** In the middle between two rows. */
function busAbove({ card, pitch }: Measures, row: number): number {
  return row * pitch - (pitch - card.height) / 2;
}

function peopleOf(content: Content): PersonId[] {
  if (content.kind === 'team') return [content.person];
  return content.kind === 'columns' ? [...content.left, ...content.right] : [];
}
